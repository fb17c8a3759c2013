"""What services, practices and conditions do, tried as files on one council."""

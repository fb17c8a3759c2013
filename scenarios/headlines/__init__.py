"""Published headlines measured again, as they were measured: with no service, its recording, and its effect."""

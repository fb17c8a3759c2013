"""What would have to be true for a service to pay, or to change a measure by a chosen amount."""

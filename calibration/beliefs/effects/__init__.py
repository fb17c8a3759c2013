"""What studies say about a service's effects, and how far it is believed."""

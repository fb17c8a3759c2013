"""Which uncertain figures drive a measure, and which uncertainty would change the decision."""

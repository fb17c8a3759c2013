"""Which mix of services, in which order, does best for a budget, and how surely."""

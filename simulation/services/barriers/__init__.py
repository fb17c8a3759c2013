"""What may go wrong with a site, as dated events that a scenario switches on, each with what lessens it."""

"""Make a council's population from its published margins."""

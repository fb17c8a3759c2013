"""Make a stored run again from what is stored of it, and say whether it is the same."""

"""The shared bank: one simulated sample of England for each row of a design over the priors."""

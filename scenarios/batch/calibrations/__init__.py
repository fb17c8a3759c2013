"""Calibrations of a plan: places, targets, priors and held-out years, each combination once, side by side."""

"""Conditions that are declared and refused until the baseline has what they act on."""

"""Beliefs: the evidence register, prices and the councils' published profiles."""

"""Conditions on the price of a placement: a change of it, and a cap."""

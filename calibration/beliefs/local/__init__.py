"""Councils' own levels from counts over exposure, shrunk, with what is not known kept."""

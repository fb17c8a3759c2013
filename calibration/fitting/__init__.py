"""Fit the baseline's levels to England's published year: direct estimates, before anything joint."""

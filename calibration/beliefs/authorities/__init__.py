"""Profiles of England's upper-tier councils from published tables."""

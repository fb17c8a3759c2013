"""Conditions on who arrives: more or fewer children, and births into families that are known."""

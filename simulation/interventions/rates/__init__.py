"""Conditions that change rates: poverty, a threshold, anything that makes events more or less likely."""

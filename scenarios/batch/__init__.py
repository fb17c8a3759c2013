"""Batches: a plan of many comparisons, run once each, resumed, split, joined and read as tables."""

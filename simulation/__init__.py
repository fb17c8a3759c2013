"""Verbs: the engine, what happens to people, and what a run reports."""

"""The declarations of what a run reports, by what they are about."""

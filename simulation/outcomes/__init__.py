"""What a run reports: the list of measures and how they are counted."""

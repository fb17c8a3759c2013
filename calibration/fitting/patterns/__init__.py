"""What one simulated run shows, counted as the national tables and the literature count it."""

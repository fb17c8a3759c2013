"""What a council has to plan for: children, places and spending if practice stays as it is."""

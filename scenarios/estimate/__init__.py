"""First estimates: what a full run would say at settings nobody has run, from real paired runs at others."""

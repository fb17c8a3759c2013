"""Run many replicates in processes of their own, each a pure task."""

"""No Wrong Door: what is its own among services."""

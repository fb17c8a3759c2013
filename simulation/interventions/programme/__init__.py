"""Any programme an analyst writes down in TOML."""

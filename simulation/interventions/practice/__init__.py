"""Any practice an analyst writes down in TOML."""

"""Reading what people hand over and writing what they get: text, TOML and CSV, whole or not at all."""

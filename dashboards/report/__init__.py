"""Charts and the report, as files."""

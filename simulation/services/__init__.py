"""Services, practices and conditions: one table, one way in, and effects as data."""

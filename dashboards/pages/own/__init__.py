"""A council's own return on a page: brought in pieces, held, read, and taken away."""

"""A scenario put together on a page: what can be opened, the form of each, files of one's own."""

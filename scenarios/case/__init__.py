"""The case for a scenario: what it costs and saves, whom, when, and what would have to be otherwise."""

"""A council's own children looked after return (SSDA903): read, checked, repaired by rule, counted.

Everything that a return may hold stands in tables beside the code: `tables.toml` (modules and columns),
`codes.csv` (codes with the years they hold in, and what each means to a count) and `rules.csv` (what can be
wrong, in plain words, with the numbers of national rules and what is done about it).
"""

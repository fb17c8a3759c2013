"""Councils' own returns as beliefs: figures, rates and those looked after at the start, kept in private."""

"""A small table of words and numbers, the same on the terminal and in a report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """Hold one table: a first column of words, then numbers; the last is words again if `worded`."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    worded: bool = False

"""A small table of words and numbers, the same on the terminal, on a page and in a report."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """Hold one table: a first column of words, then numbers.

    Attributes
    ----------
    worded
        Columns that are words as well, by their place; -1 is the last.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    worded: tuple[int, ...] = ()

    def is_worded(self, place: int) -> bool:
        """Tell whether a column is words."""
        return place in {0, *(one % len(self.headings) for one in self.worded)}


def pounds(value: float) -> str:
    """Write whole pounds; nothing for nothing."""
    return f"£{value:,.0f}" if round(value) else ""

"""Numbers as sentences say them."""

from typing import Any


def written(value: Any) -> str:
    """Return a number, or a list of numbers, with four digits and its thousands apart."""
    if isinstance(value, tuple):
        return "[" + ", ".join(written(part) for part in value) + "]"
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def counted(number: int, noun: str, many: str = "") -> str:
    """Return a number with its noun: "1 home", "3 homes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {many or noun + 's'}"

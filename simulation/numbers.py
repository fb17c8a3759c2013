"""Numbers as sentences say them."""

from typing import Any


def written(value: Any) -> str:
    """Return a number, or a list of numbers, with four digits and its thousands apart."""
    if isinstance(value, tuple):
        return "[" + ", ".join(written(part) for part in value) + "]"
    return f"{value:,.4g}" if abs(value) < 10_000 else f"{value:,.0f}"


def lasting(value: float, noun: str) -> str:
    """Return a number of any size with its noun: "1 year", "0.5 years"."""
    return f"{written(value)} {noun if value == 1 else noun + 's'}"


def times(value: float) -> str:
    """Return how often: "once", "twice", "0.5 times"."""
    return {1.0: "once", 2.0: "twice"}.get(float(value), f"{written(value)} times")


def counted(number: int, noun: str, many: str = "") -> str:
    """Return a number with its noun: "1 home", "3 homes"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {many or noun + 's'}"

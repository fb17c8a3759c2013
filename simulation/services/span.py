"""A month, a year or a stretch of either, as sources give dates: known only as closely as they say."""

import re
from calendar import month_name
from dataclasses import dataclass
from typing import Final

from simulation.errors import DoorwaysError

MONTHS: Final = 12
_DATE: Final = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class Span:
    """Hold the months in which something may have happened.

    Attributes
    ----------
    first, last
        Months since the year 0; `last` is None where no source says until when.
    words
        As people say it: "April 2015", "2021", "between 2019 and January 2021", "2019 or later".
    """

    first: int
    last: int | None
    words: str


def month(year: int, number: int) -> int:
    """Return a month, 1 to 12, of a year as months since the year 0."""
    return year * MONTHS + number - 1


def span(text: str, thing: str) -> Span:
    """Read a date as tables hold it.

    Parameters
    ----------
    text
        ``2015-04``, ``2021``, ``2019/2021-01`` (at some time from the one to the other) or
        ``2019/`` (then or later).
    thing
        What it is the date of, for the error.

    Raises
    ------
    DoorwaysError
        When it is none of these, or ends before it begins.
    """
    begins, stretches, ends = text.partition("/")
    first, last = _months(begins), _months(ends) if ends else None
    if first is None or (ends and (last is None or last[1] < first[0])):
        rule = "A date is a year, a month such as 2015-04, or two of them joined by a stroke."
        raise DoorwaysError(thing, text, rule, "Correct the table.")
    if not stretches:
        return Span(*first, _words(begins))
    if last is None:
        return Span(first[0], None, f"{_words(begins)} or later")
    return Span(first[0], last[1], f"between {_words(begins)} and {_words(ends)}")


def _months(text: str) -> tuple[int, int] | None:
    """Return the first and the last month of a year or month; None for anything else."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, number = int(found[1]), found[2]
    if number is None:
        return month(year, 1), month(year, MONTHS)
    return month(year, int(number)), month(year, int(number))


def _words(text: str) -> str:
    year, _, number = text.partition("-")
    return f"{month_name[int(number)]} {year}" if number else year

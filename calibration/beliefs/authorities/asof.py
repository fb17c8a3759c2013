"""A guard for forecasts: while it is up, reading anything later than a year is an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from simulation.errors import DoorwaysError

_LIMIT: ContextVar[int | None] = ContextVar("latest_year", default=None)


@contextmanager
def nothing_after(year: int) -> Iterator[None]:
    """Refuse every council table, national table and history later than a year while inside.

    Parameters
    ----------
    year
        Last year that may be read; guards do not widen one that is already up.
    """
    limit = _LIMIT.get()
    token = _LIMIT.set(year if limit is None else min(year, limit))
    try:
        yield
    finally:
        _LIMIT.reset(token)


def check_year(what: str, year: int | None) -> None:
    """Refuse a year later than the guard allows; None means every year there is.

    Raises
    ------
    DoorwaysError
        When a guard is up and the year is later, or every year was asked for.
    """
    limit = _LIMIT.get()
    if limit is not None and (year is None or year > limit):
        raise DoorwaysError(
            what,
            "every year" if year is None else year,
            f"A forecast made on 31 March {limit} may not read figures published for later years.",
            f"Ask for figures until {limit}.",
        )

"""Where a service runs already: since when, and how far a council's baseline contains what it does.

A run starts from 31 March of its base year, and a council's baseline is made from its figures of that
year and of some before it. What a service did there in those years is in them, and there is no telling
what they would have been without it.
"""

from dataclasses import dataclass
from enum import Enum
from itertools import product
from pathlib import Path
from typing import Final

from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv
from simulation.services.span import Span, month, span

#: Columns of the table in a service's folder.
COLUMNS: Final = (
    *("council_code", "council", "called", "opened", "closed"),
    *("last_known", "source", "locator", "note"),
)
_REQUIRED: Final = ("council_code", "council", "called", "opened", "source", "locator")
_MARCH: Final = 3
_NUMBERS: Final = {2: "two", 3: "three"}


@dataclass(frozen=True)
class Basis:
    """Name the figures a baseline is made from: of so many years to 31 March of the base year."""

    year: int
    years: int = 1

    @property
    def begin(self) -> int:
        """Return the first month of these years."""
        return month(self.year - self.years, _MARCH) + 1

    @property
    def end(self) -> int:
        """Return their last month: the run starts at its end."""
        return month(self.year, _MARCH)

    @property
    def day(self) -> str:
        """Say when the run starts."""
        return f"31 March {self.year}"

    @property
    def words(self) -> str:
        """Say which years: "the year to 31 March 2021", "the three years to 31 March 2024"."""
        many = "year" if self.years == 1 else f"{_NUMBERS.get(self.years, self.years)} years"
        return f"the {many} to {self.day}"


class Contained(Enum):
    """How far the figures a baseline is made from contain what a service does."""

    IN_FULL = "for all of that time"
    IN_PART = "for part of that time"
    AT_LEAST_IN_PART = "for part of that time at least"
    NOT_YET = "not yet"
    NO_LONGER = "no longer"
    UNKNOWN = "cannot be told"

    @property
    def is_there(self) -> bool:
        """Tell whether some of it is in the baseline for certain."""
        return self in (Contained.IN_FULL, Contained.IN_PART, Contained.AT_LEAST_IN_PART)


@dataclass(frozen=True)
class AlreadyRun:
    """Hold one council that runs a service, or ran it.

    Attributes
    ----------
    code, council
        ONS code and name of the council of today.
    called
        What the service is called there, and which it is.
    opened, closed
        When; `closed` is None while it runs as last known.
    last_known
        When it is last known to have run; None where no source says that it did.
    source, locator, note
        Key of the register's bibliography, rows of the evidence tables, and what to know besides.
    """

    code: str
    council: str
    called: str
    opened: Span
    closed: Span | None
    last_known: Span | None
    source: str
    locator: str
    note: str

    @property
    def since(self) -> str:
        """Say since when it runs, or from when until when it ran."""
        if self.closed is not None:
            return f"from {self.opened.words} to {self.closed.words}"
        if self.last_known is None:
            return f"taken up in {self.opened.words}; no source here says that it opened"
        known = f"running as last known, in {self.last_known.words}"
        return f"since {_some_time(self.opened.words)} ({known})"


def _some_time(words: str) -> str:
    return f"some time {words}" if words.startswith("between") else words


def already_run(path: Path) -> tuple[AlreadyRun, ...]:
    """Read the table of a service's folder: one row for each council.

    Raises
    ------
    DoorwaysError
        When it cannot be read, lacks something, or names a council twice.
    """
    thing = f"table {path.name}"
    rows = read_csv(path, thing)
    found: dict[str, AlreadyRun] = {}
    for row in rows:
        if tuple(row) != COLUMNS or not all(row[name] for name in _REQUIRED):
            rule = f"Every row has the columns {', '.join(COLUMNS)}; some may be empty."
            raise DoorwaysError(thing, row.get("council_code"), rule, "Correct the row.")
        if row["council_code"] in found:
            rule = "A council stands in the table once."
            raise DoorwaysError(thing, row["council_code"], rule, "Join its rows.")
        found[row["council_code"]] = _row(row, thing)
    return tuple(found.values())


def _row(row: dict[str, str], thing: str) -> AlreadyRun:
    where = f"{thing}, {row['council']}"
    closed, last_known = (span(row[n], where) if row[n] else None for n in ("closed", "last_known"))
    opened = span(row["opened"], where)
    if opened.last is None and (closed or last_known):
        rule = "What is known to have run had opened by then."
        raise DoorwaysError(where, row["opened"], rule, "Say until when it opened at the latest.")
    return AlreadyRun(
        row["council_code"],
        row["council"],
        row["called"],
        opened,
        closed,
        last_known,
        *(row[name] for name in ("source", "locator", "note")),
    )


def contained(row: AlreadyRun, basis: Basis) -> Contained:
    """Return how far a baseline contains a service, if it ran on since it was last known to."""
    if row.last_known is None and row.closed is None:
        return Contained.UNKNOWN
    opened = (row.opened.first, row.opened.last)
    closed = (None,) if row.closed is None else (row.closed.first, row.closed.last)
    return _joined({_between(begun, ended, basis) for begun, ended in product(opened, closed)})


def _between(opened: int | None, closed: int | None, basis: Basis) -> Contained:
    """Return how far it is contained if it opened and closed in these months; None: not known, or never."""
    if opened is None or opened > basis.end:
        return Contained.NOT_YET
    if closed is not None and closed < basis.begin:
        return Contained.NO_LONGER
    whole = opened <= basis.begin and (closed is None or closed > basis.end)
    return Contained.IN_FULL if whole else Contained.IN_PART


def _joined(found: set[Contained]) -> Contained:
    """Return what holds whichever of these is true."""
    if len(found) == 1:
        return found.pop()
    sure = all(one.is_there for one in found)
    return Contained.AT_LEAST_IN_PART if sure else Contained.UNKNOWN

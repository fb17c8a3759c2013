"""Which councils there are and were: a table, to which a user adds what is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

TABLE: Final = Path(__file__).parent / "tables" / "councils.csv"
HEADER: Final = ("code", "dfe_code", "name", "region", "since", "until", "heirs", "cannot_run")
_THING: Final = "table of councils"


@dataclass(frozen=True)
class Council:
    """One council as the published tables know it.

    Attributes
    ----------
    code, dfe_code, name, region
        ONS code, number of the Department for Education, name, and region (blank when it is over).
    since, until
        First and last year with a 31 March of its own; None where that is before or after all tables.
    heirs
        Numbers of the councils that took its place.
    cannot_run
        Why it publishes too little to be run; blank otherwise.
    """

    code: str
    dfe_code: str
    name: str
    region: str
    since: int | None
    until: int | None
    heirs: tuple[str, ...]
    cannot_run: str

    def stands(self, year: int) -> bool:
        """Whether there is such a council on 31 March of a year."""
        return (self.since or year) <= year <= (self.until or year)


def read_councils(tables: Iterable[Path]) -> tuple[Council, ...]:
    """Return the councils of several tables by ONS code; of one code the last table's row counts.

    Raises
    ------
    DoorwaysError
        When a row cannot be used, or an heir is in no table.
    """
    found: dict[str, Council] = {}
    for path in tables:
        for line, row in enumerate(read_csv(path, _THING), start=2):
            council = _council(row, f"{path}, line {line}")
            found[council.code] = council
    numbers = {one.dfe_code for one in found.values()}
    for one in found.values():
        for heir in one.heirs:
            if heir not in numbers:
                rule = f"It is to follow {one.name}, and no row has this number."
                raise DoorwaysError("council", heir, rule, "Add a row for it.")
    if len(numbers) < len(found):
        raise DoorwaysError(_THING, "dfe_code", "A number stands twice.", "Give each its own.")
    return tuple(sorted(found.values(), key=lambda one: one.code))


def _council(row: Mapping[str, str | None], where: str) -> Council:
    cell = {name: (row.get(name) or "").strip() for name in HEADER}
    try:
        since, until = (int(cell[name]) if cell[name] else None for name in ("since", "until"))
        if not (cell["code"] and cell["dfe_code"].isdecimal() and cell["name"]):
            raise ValueError
    except ValueError:
        rule = f"A row has {', '.join(HEADER)}; since and until are years, dfe_code a number."
        raise DoorwaysError(_THING, where, rule, "Mend the row.") from None
    code, number, name, region = (cell[name] for name in HEADER[:4])
    heirs = tuple(cell["heirs"].split())
    return Council(code, number, name, region, since, until, heirs, cell["cannot_run"])


def split(councils: Iterable[Council]) -> dict[Council, tuple[Council, ...]]:
    """Return the former councils with those that took their place, in the order of ONS codes."""
    listed = list(councils)
    by_number = {one.dfe_code: one for one in listed}
    return {one: tuple(by_number[heir] for heir in one.heirs) for one in listed if one.heirs}

"""Read the published tables into one shape: figure, year, place.

A place is a DfE council number ("815") or ``ENGLAND``. A cell is a number, ``SUPPRESSED`` (a
small number withheld) or ``ABSENT`` (not applicable, not available, not reported, blank).
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities.account import OfTable
from calibration.beliefs.authorities.councils import TABLE as COUNCILS
from calibration.beliefs.authorities.councils import Council, read_councils
from calibration.beliefs.authorities.forms import FORMS, STEMS, Form
from calibration.beliefs.authorities.names import other_codes
from calibration.beliefs.authorities.published_file import THING, PublishedFile, Row, read_file
from calibration.beliefs.authorities.spelling import (
    ABSENT,
    SUPPRESSED,
    Cell,
    Spelling,
    plain,
    read_spelling,
    year_of,
)
from calibration.beliefs.authorities.spelling import TABLE as NAMES
from simulation.errors import DoorwaysError

ENGLAND: Final = "ENG"
_SUFFIX: Final = ".csv"

Cells = dict[str, dict[int, dict[str, Cell]]]

TWINS = (("cla_provider_parents", "cla_parents"), ("cla_provider_unknown", "cla_other"))
"""The same children in two breakdowns: what one withholds the other may tell."""


@dataclass(frozen=True)
class Known:
    """What reading leans on: the councils there are, and what publishers' names and marks mean."""

    councils: tuple[Council, ...]
    spelling: Spelling
    own_councils: Path

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Numbers of councils by ONS code."""
        return {one.code: one.dfe_code for one in self.councils}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of councils by number."""
        return {one.dfe_code: one.name for one in self.councils}

    def standing(self, year: int) -> frozenset[str]:
        """Return the numbers of the councils that stand on 31 March of a year and can run."""
        there = (one for one in self.councils if one.stands(year) and not one.cannot_run)
        return frozenset(one.dfe_code for one in there)

    def number(self, row: Row, form: Form) -> str:
        """Return the number of a row's council.

        Raises
        ------
        DoorwaysError
            When the table of councils does not have it.
        """
        text = row[form.number] or self.numbers.get(row.get("new_la_code", ""), "")
        return self.number_of(
            text, row.get("la_name") or row.get("area") or row.get("new_la_code") or ""
        )

    def number_of(self, text: str, name: str = "") -> str:
        """Return a council's number.

        Raises
        ------
        DoorwaysError
            When the table of councils does not have it.
        """
        number = text.removesuffix(".0")
        if number not in self.names:
            raise self._unknown(text, f"this number ({name or 'no name'})")
        return number

    def code(self, text: str) -> str:
        """Return a council's ONS code, also by one that it has or had beside it.

        Raises
        ------
        DoorwaysError
            When no table has it.
        """
        code = text if text in self.numbers else other_codes().get(text, "")
        if code not in self.numbers:
            raise self._unknown(text, "this code")
        return code

    def _unknown(self, text: str, what: str) -> DoorwaysError:
        step = (
            f"If it is a new council, add a row to {self.own_councils}: docs/new-year.md tells how."
        )
        return DoorwaysError("council", text, f"No table of councils has {what}.", step)


def known(own: Path, councils: Path | None = None) -> Known:
    """Read the tables of councils and names that ship, with a user's own besides.

    Parameters
    ----------
    own
        Folder of the user's own tables, `councils.csv` and `renamed.csv`, where there are any.
    councils
        Another table in place of the one that ships.
    """
    names = own / NAMES.name
    others = [path for path in (own / COUNCILS.name,) if path.is_file()]
    spelling = read_spelling([NAMES, *(path for path in (names,) if path.is_file())], names)
    return Known(read_councils([councils or COUNCILS, *others]), spelling, own / COUNCILS.name)


def files(folder: Path, table: str, spelling: Spelling) -> list[Path]:
    """Return the files of one table, in a folder and those within it, by name."""
    stems = [plain(one) for one in (STEMS[table], *spelling.published("file", table))]
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.suffix.lower() == _SUFFIX and any(one in plain(path.stem) for one in stems)
    ]


@dataclass
class Reading:
    """What has been read so far: cells and an account of every table."""

    known: Known
    of: dict[str, OfTable] = field(default_factory=dict)
    #: Of each table, its own cells.
    tables: dict[str, Cells] = field(default_factory=dict)

    def read(self, folder: Path, table: str) -> bool:
        """Read the files of one table, the newest last; False where there is none.

        Raises
        ------
        DoorwaysError
            When a file cannot be read whole.
        """
        form, spelling = FORMS[table], self.known.spelling
        also = ("new_la_code", "la_name", "category")
        found = [
            read_file(path, table, form.needed, also, spelling)
            for path in files(folder, table, spelling)
        ]
        if not found:
            return False
        account = self.of[table] = OfTable(table)
        mine = self.tables[table] = {}
        for file in sorted(found, key=lambda one: (self._newest(one, form), one.path.name)):
            account.files[file.path.name] = file.digest
            _lay(mine, _File(self.known, form, table, file, account).cells())
        return True

    def _newest(self, file: PublishedFile, form: Form) -> int:
        """The newest year that a file has."""
        return max(year for _, _, year in _dated(file, form))


def _dated(file: PublishedFile, form: Form) -> Iterator[tuple[int, Row, int]]:
    """Rows of a file with their numbers and years."""
    for number, row in zip(file.numbers, file.rows, strict=True):
        with in_row(file.path.name, number):
            year = year_of(row[form.period]) + form.shift
        yield number, row, year


@contextmanager
def in_row(file: str, number: int) -> Iterator[None]:
    """Say in an error which file and row it is about."""
    try:
        yield
    except DoorwaysError as fault:
        where = f"{fault.thing} {fault.value!r}" if fault.value else f"{fault.thing} (blank)"
        rule = f"Row {number}: {where}. {fault.rule}"
        raise DoorwaysError(THING, file, rule, fault.next_step) from None


@dataclass
class _File:
    known: Known
    form: Form
    table: str
    file: PublishedFile
    account: OfTable
    found: Cells = field(default_factory=dict)

    def cells(self) -> Cells:
        """Read every row, and say which could not be used and why."""
        for number, row, year in _dated(self.file, self.form):
            with in_row(self.file.path.name, number):
                reason = self._row(row, year)
            self.account.rows += 1
            self.account.used += not reason
            if reason:
                self.account.left_out[reason] = self.account.left_out.get(reason, 0) + 1
        return self.found

    def _row(self, row: Row, year: int) -> str:
        """Take a row's figures, or return why not."""
        spelling, councils = self.known.spelling, self.account.councils.setdefault(year, set())
        level = spelling.level(self.table, row[self.form.level])
        if level is None and self.form.level == "geographic_level":
            text = row[self.form.level]
            step = spelling.step(self.table, "level", text, "england, region or council")
            raise DoorwaysError("level", text, "No line says what it is.", step)
        if level == "region":
            return "of a region"
        if self.form.england_only and level != "england":
            return "of a council, of a table whose England alone is used"
        place = ENGLAND if level == "england" else self.known.number(row, self.form)
        if place != ENGLAND:
            self.account.seen.setdefault(year, set()).add(place)
        taken = False
        for name, text in self.form.figures(self.table, row, year, spelling):
            cell = spelling.cell(text, self.table, year)
            self._put(name, year, place, cell)
            taken = True
            if place != ENGLAND and cell != ABSENT:
                councils.add(place)
        return "" if taken else "of a breakdown that is not used"

    def _put(self, name: str, year: int, place: str, cell: Cell) -> None:
        at = self.found.setdefault(name, {}).setdefault(year, {})
        if place in at and at[place] == cell:
            self.account.twice += 1
        elif place in at:
            rule = f"The same figure ({name}, {year}) stands twice with different numbers: {_shown(at[place])} and {_shown(cell)}."
            raise DoorwaysError("council", place, rule, "Take the publisher's own file.")
        at[place] = cell


def _shown(cell: Cell) -> str:
    return f"{cell:g}" if isinstance(cell, float) else cell


def _lay(under: Cells, over: Mapping[str, Mapping[int, Mapping[str, Cell]]]) -> None:
    """Lay cells over others: what is absent takes no number's place."""
    for name, years in over.items():
        for year, places in years.items():
            at = under.setdefault(name, {}).setdefault(year, {})
            for place, cell in places.items():
                if cell != ABSENT or place not in at:
                    at[place] = cell


def laid(tables: Iterable[Cells]) -> Cells:
    """Return the cells of several tables, those of a later one over those of an earlier one, told by their twins."""
    found: Cells = {}
    for one in tables:
        _lay(found, one)
    for pair in TWINS:
        _tell(found, *pair)
    return found


def read(raw: Path, about: Known) -> Cells:
    """Read every table of a folder that has them all.

    Raises
    ------
    DoorwaysError
        When one is not there, or cannot be read whole.
    """
    reading = Reading(about)
    for table in FORMS:
        if not reading.read(raw, table):
            raise not_there(raw, table)
    return laid(reading.tables.values())


def not_there(raw: Path, table: str) -> DoorwaysError:
    """Return the error that says that a table has no file."""
    rule = f"No file in {raw} has this in its name."
    step = "Put the published file there; docs/authorities.md lists what is needed."
    return DoorwaysError(THING, STEMS[table], rule, step)


def _tell(cells: Cells, first: str, second: str) -> None:
    """Copy a number that only one of two breakdowns publishes to the other."""
    for source, target in ((first, second), (second, first)):
        for year, places in cells.get(source, {}).items():
            for place, cell in places.items():
                there = cells.get(target, {}).get(year, {})
                if isinstance(cell, float) and there.get(place) == SUPPRESSED:
                    there[place] = cell

"""What publishers write and what it means here: marks, levels, columns, labels and files, from dated tables."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv

TABLE: Final = Path(__file__).parent / "tables" / "renamed.csv"
HEADER: Final = ("table", "kind", "published", "means", "since", "source")
KINDS: Final = ("mark", "level", "column", "label", "file", "gone")
#: A number withheld for being small, and one that there is not.
SUPPRESSED: Final = "c"
ABSENT: Final = "x"
_MARKS: Final = {"withheld": SUPPRESSED, "absent": ABSENT}
_NUMBER: Final = re.compile(r"\d+(\.\d+)?|\d{1,3}(,\d{3})+(\.\d+)?")
_YEARS: Final = re.compile(r"(20\d\d)(?:\.0)?(?:[-/]?(?:20)?(\d\d))?(?: \(\w+\))?")
_THING: Final = "table of names"

Cell = float | str


def plain(text: str) -> str:
    """What two spellings of one label have in common: case and spaces aside."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True)
class Spelling:
    """Hold what names and marks mean.

    Attributes
    ----------
    rows
        Lines of the tables, those of the user last.
    own
        The user's own table, which errors say to add a line to.
    """

    rows: tuple[Mapping[str, str], ...]
    own: Path
    _cells: dict[tuple[str, str, int], Cell] = field(default_factory=dict, compare=False)

    @cached_property
    def _known(self) -> dict[tuple[str, str], list[Mapping[str, str]]]:
        found: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        for row in self.rows:
            found.setdefault((row["kind"], plain(row["published"])), []).append(row)
        return found

    def means(self, kind: str, table: str, text: str, year: int | None = None) -> str | None:
        """Return what a text means, None when no line says; later lines count before earlier ones."""
        for row in reversed(self._known.get((kind, plain(text)), ())):
            since = int(row["since"] or 0)
            if row["table"] in ("*", table) and (year is None or since <= year):
                return row["means"]
        return None

    def published(self, kind: str, table: str) -> tuple[str, ...]:
        """Return everything of a kind that lines name for a table."""
        return tuple(
            row["published"]
            for row in self.rows
            if row["kind"] == kind and row["table"] in ("*", table)
        )

    def label(self, table: str, text: str, year: int) -> str:
        """Return a label or the name of a breakdown as it is known here, in small letters."""
        return plain(self.means("label", table, text, year) or text)

    def cell(self, text: str, table: str, year: int) -> Cell:
        """Return a number, `SUPPRESSED` or `ABSENT`.

        Raises
        ------
        DoorwaysError
            When it is neither a number nor a mark that a line explains.
        """
        key = text, table, year
        if key not in self._cells:
            self._cells[key] = self._read(text.strip(), table, year)
        return self._cells[key]

    def _read(self, text: str, table: str, year: int) -> Cell:
        if _NUMBER.fullmatch(text):
            return float(text.replace(",", ""))
        mark = self.means("mark", table, text, year)
        if not text or mark is not None:
            return _MARKS[mark] if mark else ABSENT
        rule = "This is no number, and no line of the tables says what it stands for."
        step = self.step(table, "mark", text, "withheld (a small number) or absent")
        raise DoorwaysError("cell", text, rule, step)

    def level(self, table: str, text: str) -> str | None:
        """Return whether rows are of england, of a region or of a council; None when no line says."""
        return self.means("level", table, text)

    def step(self, table: str, kind: str, text: str, means: str) -> str:
        """Say which line maps a text, for errors."""
        return f"If the publisher means it, add to {self.own} a line {table},{kind},{text},MEANS,YEAR,SOURCE with MEANS {means}."


def read_spelling(tables: Iterable[Path], own: Path) -> Spelling:
    """Read tables of names, the user's own last.

    Raises
    ------
    DoorwaysError
        When a line cannot be used.
    """
    rows = []
    for path in tables:
        for number, row in enumerate(read_csv(path, _THING), start=2):
            rows.append(_checked(row, f"{path}, line {number}"))
    return Spelling(tuple(rows), own)


def _checked(row: Mapping[str, str | None], where: str) -> Mapping[str, str]:
    cells = {name: (row.get(name) or "").strip() for name in HEADER}
    since, mark = cells["since"], cells["kind"] == "mark"
    fits = cells["table"] and cells["kind"] in KINDS and cells["published"]
    if not fits or (since and not since.isdecimal()) or (mark and cells["means"] not in _MARKS):
        rule = (
            f"A line has {', '.join(HEADER)}; kinds are {', '.join(KINDS)}, a mark means "
            f"{' or '.join(_MARKS)}, since is a year or blank."
        )
        raise DoorwaysError(_THING, where, rule, "Mend the line.")
    return cells


def year_of(text: str) -> int:
    """Return the year to 31 March that a period stands for: 2024, 202324, 2023-24 and 2023/24 are one.

    Raises
    ------
    DoorwaysError
        When it is no such period.
    """
    found = _YEARS.fullmatch(text.strip())
    if found and not found[2]:
        return int(found[1])
    if found and int(found[2]) == (int(found[1]) + 1) % 100:
        return int(found[1]) + 1
    rule = "A period is a year to 31 March, such as 2024, 202324 or 2023-24."
    raise DoorwaysError("period", text, rule, "Take the publisher's own file, or mend the cell.")

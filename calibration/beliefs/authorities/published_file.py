"""Read one file as a publisher or a spreadsheet program wrote it, and find its columns by any known name."""

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from calibration.beliefs.authorities.spelling import Spelling, plain
from simulation.errors import DoorwaysError
from simulation.files.reading import read_table_text
from simulation.names import some

THING: Final = "published table"
SEPARATORS: Final = (",", ";", "\t", "|")
_LINE_ENDS: Final = ("\n", "\r")
_MOST_NAMED: Final = 12

Row = dict[str, str]


@dataclass(frozen=True)
class PublishedFile:
    """One file: its path, the digest of its text, and its rows by our names of the columns, with their numbers."""

    path: Path
    digest: str
    rows: list[Row]
    numbers: list[int]


def read_file(
    path: Path, table: str, needed: Sequence[str], also: Sequence[str], spelling: Spelling
) -> PublishedFile:
    """Read a file.

    Parameters
    ----------
    path
        The file: any usual encoding, parted by commas, semicolons, tabs or upright strokes.
    table
        Which table it is, for its own names.
    needed, also
        Columns that it must have, and that it may have.
    spelling
        What columns may be called besides.

    Raises
    ------
    DoorwaysError
        When it cannot be read whole, or a column is not there or there twice.
    """
    text = read_table_text(path, THING)
    if text and not text.endswith(_LINE_ENDS):
        rule = "Its last line has no end, so it may have been cut off."
        raise DoorwaysError(THING, str(path), rule, "Take it from the publisher again.")
    lines = _lines(text, path, needed)
    if not lines:
        raise DoorwaysError(THING, str(path), "It is empty.", "Take the publisher's own file.")
    header, body = lines[0], lines[1:]
    at = _columns(header, path, table, (needed, also), spelling)
    rows, numbers = [], []
    for number, cells in enumerate(body, start=2):
        while len(cells) > len(header) and not cells[-1].strip():
            cells.pop()
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            rule = f"Row {number} has {len(cells)} cells where the first line names {len(header)} columns."
            step = "Take the publisher's own file, or take out what is not a row."
            raise DoorwaysError(THING, str(path), rule, step)
        rows.append({name: cells[i].strip() for name, i in at.items()})
        numbers.append(number)
    if not rows:
        rule = "It has a line of names and no rows."
        raise DoorwaysError(THING, str(path), rule, "Take the publisher's own file.")
    return PublishedFile(path, hashlib.sha256(text.encode()).hexdigest(), rows, numbers)


def _lines(text: str, path: Path, needed: Sequence[str]) -> list[list[str]]:
    """Part the text by the separator that finds most of the columns that are needed."""
    first = text.splitlines()[0] if text else ""
    wanted = {_column(name) for name in needed}

    def finds(separator: str) -> tuple[int, int]:
        names = next(csv.reader([first], delimiter=separator), [])
        return len(wanted & {_column(name) for name in names}), len(names)

    try:
        separator = max(SEPARATORS, key=finds)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as fault:
        rule = f"It cannot be read as a table ({fault})."
        raise DoorwaysError(THING, str(path), rule, "Take the publisher's own file.") from None


def _column(name: str) -> str:
    return plain(name.replace("_", " ")).replace(" ", "_")


def _columns(
    header: Sequence[str],
    path: Path,
    table: str,
    wanted: tuple[Sequence[str], Sequence[str]],
    spelling: Spelling,
) -> dict[str, int]:
    """Where each column stands: by its own name, by one that differs in case, or by one that a line maps."""
    needed, also = wanted
    ours = {_column(name): name for name in (*needed, *also)}
    at: dict[str, int] = {}
    for i, text in enumerate(header):
        known = _column(spelling.means("column", table, text) or text)
        name = ours.get(_column(text)) or ours.get(known)
        if name in at:
            rule = f"The column {name} is there twice, as {header[at[name]]!r} and {text!r}."
            raise DoorwaysError(THING, str(path), rule, "Take one of them out.")
        if name is not None:
            at[name] = i
    lacking = [name for name in needed if name not in at]
    if lacking:
        rule = f"It lacks the column {_list(lacking)}; it has {_list(header)}."
        step = spelling.step(table, "column", "PUBLISHED-NAME", f"one of {_list(lacking)}")
        raise DoorwaysError(THING, str(path), rule, step)
    return at


def _list(names: Iterable[str]) -> str:
    return some([name.strip() or "(no name)" for name in names], _MOST_NAMED)

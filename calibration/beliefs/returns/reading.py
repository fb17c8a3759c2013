"""Read the files of a return into tables of text, every row entered in the ledger."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns.files import TABLES, THING, WORKBOOKS, XML, Source, find
from calibration.beliefs.returns.layout import Module
from calibration.beliefs.returns.ledger import Ledger, Part
from calibration.beliefs.returns.recognise import (
    AUTHORITY,
    YEAR,
    Recognised,
    heading,
    known,
    recognise,
)
from calibration.beliefs.returns.sheet import Grid
from calibration.beliefs.returns.text_file import read_text_table
from calibration.beliefs.returns.workbook_file import read_workbook
from calibration.beliefs.returns.xml_file import read_xml
from simulation.errors import DoorwaysError

#: Files of these kinds may be notes beside a return.
_NOTES: Final = frozenset({".txt"})


@dataclass
class Table:
    """Hold the rows of one module in one file, as text; columns are those of the return."""

    module: Module
    frame: pd.DataFrame
    part: Part
    label: str


@dataclass
class Read:
    """Hold every table, and the names of files in which there is none."""

    tables: list[Table] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def read(path: Path, ledger: Ledger) -> Read:
    """Read every table of a folder, an archive or a file.

    Raises
    ------
    DoorwaysError
        When a file cannot be read or is no table of the return, when there is none, or when XML and
        tables are mixed.
    """
    found = find(path)
    result = Read(passed_over=list(found.passed_over))
    kinds: dict[str, str] = {}
    for source in found.sources:
        tables = _tables(source, ledger)
        if not tables:
            result.passed_over.append(source.name)
        else:
            kinds["XML" if source.kind == XML else "tables"] = source.name
        result.tables.extend(tables)
    if not result.tables:
        rule = "No file in it has the headings of a table of the return."
        raise DoorwaysError(THING, str(path), rule, "Name the folder or archive of the return.")
    if len(kinds) > 1:
        rule = f"It mixes tables ({kinds['tables']}) with an XML return ({kinds['XML']})."
        raise DoorwaysError(THING, str(path), rule, "Hand over one of the two.")
    return result


def _tables(source: Source, ledger: Ledger) -> list[Table]:
    found = []
    for grid in _grids(source):
        about = recognise(grid)
        if about is not None:
            found.append(_table(grid, about, ledger))
        elif source.kind in TABLES - _NOTES:
            if any(any(row) for row in grid.rows):
                rule = "No row of it holds the headings of a table of the return."
                step = "Add the headings, or take the file out."
                raise DoorwaysError("file", grid.name, rule, step)
            ledger.tell_file("no_rows", grid.name, "It is blank.")
    if source.kind in WORKBOOKS and not found:
        rule = "No sheet of it holds the headings of a table of the return."
        raise DoorwaysError("file", source.name, rule, "Add the headings, or take the file out.")
    return found


def _grids(source: Source) -> list[Grid]:
    if source.kind == XML:
        return read_xml(source)
    if source.kind in WORKBOOKS:
        return read_workbook(source)
    return [read_text_table(source, known)]


def _table(grid: Grid, about: Recognised, ledger: Ledger) -> Table:
    """Return the rows under the headings; those that are no rows are rejected."""
    _tell_of_headings(grid, about, ledger)
    body, numbers = grid.rows[about.headings + 1 :], grid.numbers[about.headings + 1 :]
    rows = ledger.enter(grid.name, about.module.name, numbers)
    if not body:
        ledger.tell_file("no_rows", grid.name, "It has headings only.")
    lengths = np.fromiter((len(row) for row in body), np.int64, len(body))
    padded = [_fitted(row, about.width) for row in body]
    columns = list(zip(*padded, strict=True)) if body else [()] * about.width
    blank = np.full(len(body), "", dtype=object)
    cells: dict[str, Any] = {
        name: _array(columns[about.places[name]]) if name in about.places else blank
        for name in (*about.module.columns, AUTHORITY, YEAR)
    }
    frame = pd.DataFrame(cells, index=rows, dtype=object)
    for name in (AUTHORITY, YEAR):
        frame[name] = frame[name].str.strip().astype(object)
    for name in about.module.of_kind("dropped"):
        frame = frame.drop(columns=name)
    frame = _without_no_rows(frame, body, lengths, about, ledger)
    return Table(about.module, frame, ledger.parts[-1], grid.label)


def _without_no_rows(
    frame: pd.DataFrame, body: list[list[str]], lengths: Any, about: Recognised, ledger: Ledger
) -> pd.DataFrame:
    rows = frame.index
    filled = np.fromiter((sum(map(bool, map(str.strip, row))) for row in body), int, len(body))
    over = [n for n, row in enumerate(body) if _extra(row, about.width)]
    child = about.places["CHILD"]
    again = [
        n
        for n, row in enumerate(body)
        if len(row) > child and heading(row[child]).startswith("CHILD") and known(row) == len(row)
    ]
    short = rows[(lengths < about.width) & (filled > 1)]
    no_row = rows[filled <= 1]
    frame = ledger.reject("blank_row", frame, no_row, "")
    frame = ledger.reject("too_many_cells", frame, rows[over].difference(no_row), "")
    frame = ledger.reject("repeated_headings", frame, frame.index.intersection(rows[again]), "")
    ledger.tell("too_few_cells", frame.index.intersection(short))
    return frame


def _extra(row: list[str], width: int) -> list[str]:
    return [cell for cell in row[width:] if cell.strip()]


def _fitted(row: list[str], width: int) -> list[str]:
    return row if len(row) == width else (row + [""] * width)[:width]


def _array(values: tuple[str, ...]) -> Any:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _tell_of_headings(grid: Grid, about: Recognised, ledger: Ledger) -> None:
    for rule, said in grid.notes:
        ledger.tell_file(rule, grid.name, said)
    if about.headings:
        ledger.tell_file("lines_above", grid.name, f"{about.headings} above the headings.")
    if about.rewritten:
        ledger.tell_file("headings", grid.name, f"Read as {', '.join(about.rewritten)}.")
    if about.others:
        ledger.tell_file("extra_columns", grid.name, f"Not read: {', '.join(about.others)}.")
    left_out = [name for name in about.module.columns if name not in about.places]
    if left_out:
        ledger.tell_file("column_left_out", grid.name, f"Not there: {', '.join(left_out)}.")
    if about.places["CHILD"] in grid.numeric:
        ledger.tell_file("child_number", grid.name, "The column CHILD holds numbers.")

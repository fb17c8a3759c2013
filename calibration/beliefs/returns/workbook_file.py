"""Read the tables of a workbook (.xlsx): every sheet, dates and numbers as the return writes them."""

import datetime as dt
import io
from typing import Any

from calibration.beliefs.returns.archive import brief_reason, opened
from calibration.beliefs.returns.files import MOST_ALL, Source
from calibration.beliefs.returns.sheet import Grid
from simulation.errors import DoorwaysError


def read_workbook(source: Source) -> list[Grid]:
    """Return the sheets of a workbook.

    Raises
    ------
    DoorwaysError
        When it cannot be opened, is locked or is too large.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    _check(source)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(source.content))
        sheets = {name: book.get_sheet_by_name(name).to_python(False) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as fault:
        raise _refused(source, brief_reason(fault)) from None
    return [_grid(source, name, rows) for name, rows in sheets.items()]


def _check(source: Source) -> None:
    """Look at the archive a workbook is before it is unpacked."""
    with opened(source.content, lambda why: _refused(source, why)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MOST_ALL:
            raise _refused(source, "it is too large when unpacked")
        if broken := archive.testzip():
            raise _refused(source, f"its part {broken} is damaged")


def _refused(source: Source, why: str) -> DoorwaysError:
    rule = f"It cannot be opened as a workbook ({why})."
    return DoorwaysError("file", source.name, rule, "Save it again as .xlsx without a password.")


def _grid(source: Source, sheet: str, cells: list[list[Any]]) -> Grid:
    numeric: dict[int, None] = {}
    for row in cells:
        for column, cell in enumerate(row):
            if type(cell) in {int, float}:
                numeric.setdefault(column)
    written = [[_text(cell) for cell in row] for row in cells]
    filled = [number for number, row in enumerate(written) if any(row)]
    return Grid(
        name=f"{source.name} [{sheet}]",
        label=f"{source.name}/{sheet}",
        rows=[written[number] for number in filled],
        numbers=[number + 1 for number in filled],
        numeric=frozenset(numeric),
    )


def _text(cell: Any) -> str:
    """Return a cell as the return writes it."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, dt.date):
        return cell.strftime("%d/%m/%Y")
    return str(cell)

"""The one way comma-separated values are written and read: for spreadsheets as for programs."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from simulation.errors import DoorwaysError
from simulation.files.plain_text import shown
from simulation.files.reading import read_table_text

#: Spreadsheet programs read pound signs and accents right when a file begins so.
MARK: Final = "\ufeff"
_NUMBER: Final = r"\d*\.?\d+(?:[eE][+-]?\d+)?"
#: Spreadsheet programs run what begins so; after a sign, numbers are only numbers.
_FORMULA: Final = re.compile(rf"[=@＝＋－＠\t\n]|[+-](?!{_NUMBER}(?: [+-]?{_NUMBER})*\Z)")
#: Texts that are kept as they are written.
_TEXTS: Final = 4096


def csv_text(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str] = (), *, mark: bool = True
) -> str:
    """Return rows as comma-separated values under a line of column names.

    Texts that a spreadsheet program would run as a formula get an apostrophe in front, as such
    programs write it themselves; numbers stay numbers. None is an empty cell.

    Parameters
    ----------
    rows
        One mapping a row, as `flat`; a column it lacks is an empty cell.
    columns
        Names of the columns in order; left out, those of the rows as they come.
    mark
        Begin with the mark spreadsheet programs need. Tables that only Doorways reads have none.
    """
    listed = [flat(row) for row in rows]
    names = list(columns or dict.fromkeys(name for row in listed for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_cell(name) for name in names])
    writer.writerows([_cell(row.get(name)) for name in names] for row in listed)
    return (MARK if mark else "") + text.getvalue()


def flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return a record in one line: names of what is nested are joined by underscores."""
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{prefix}{name}_")
        else:
            found[f"{prefix}{name}"] = value
    return found


def read_csv(path: Path, thing: str) -> list[dict[str, str]]:
    """Return the rows of a table somebody published, by the names in its first line.

    Raises
    ------
    DoorwaysError
        When the file cannot be read as text or is not a table.
    """
    text = read_table_text(path, thing)
    try:
        return list(csv.DictReader(io.StringIO(text, newline="")))
    except csv.Error as fault:
        rule = f"It cannot be read as comma-separated values ({fault})."
        raise DoorwaysError(thing, str(path), rule, "Save it as CSV and try again.") from None


def _cell(value: Any) -> Any:
    if not isinstance(value, str):
        return "" if value is None else value
    return _safe(value)


@lru_cache(_TEXTS)
def _safe(value: str) -> str:
    """Return a text that nothing runs; a table says most of its texts in every row."""
    text = shown(value)
    return f"'{text}" if _FORMULA.match(text) else text

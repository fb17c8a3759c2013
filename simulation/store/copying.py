"""Hand a run's numbers to PostgreSQL in its own binary form: a tenth of the work of statements, on both sides."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table
from sqlalchemy.exc import DBAPIError

#: How such a stream begins and ends: a signature, no flags, no extension; a row of -1 fields.
_HEAD: Final = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TAIL: Final = b"\xff\xff"
_INT, _REAL, _DOUBLE = ">i4", ">f4", ">f8"


def week_rows(run_id: int, weekly: NDArray[np.float32]) -> bytes:
    """Return the weeks of a run as rows of run, week and the columns, in their order."""
    weeks, columns = weekly.shape
    kind = [
        ("fields", ">i2"),
        *_field("run", _INT),
        *_field("week", _INT),
        ("values", _field("value", _REAL), (columns,)),
    ]
    rows = np.empty(weeks, kind)
    rows["fields"] = 2 + columns
    _fill(rows, "run", run_id)
    _fill(rows, "week", np.arange(weeks))
    _fill(rows["values"], "value", weekly)
    return rows.tobytes()


def value_rows(run_id: int, names: Sequence[str], values: NDArray[np.float64]) -> bytes:
    """Return the measures of a run, each in every year, as rows of run, measure, window and value."""
    years = values.shape[1]
    found = []
    for name, row in zip(names, values, strict=True):
        kind = [
            ("fields", ">i2"),
            *_field("run", _INT),
            *_field("measure", f"S{len(name)}"),
            *_field("window", _INT),
            *_field("value", _DOUBLE),
        ]
        rows = np.empty(years, kind)
        rows["fields"] = 4
        _fill(rows, "run", run_id)
        _fill(rows, "measure", name.encode("ascii"))
        _fill(rows, "window", np.arange(1, years + 1))
        _fill(rows, "value", row)
        found.append(rows.tobytes())
    return b"".join(found)


def _field(name: str, kind: str) -> list[tuple[str, str]]:
    """Return a field as it stands in a row: after its length in bytes."""
    return [(f"{name}_bytes", _INT), (name, kind)]


def _fill(rows: NDArray[Any], name: str, values: Any) -> None:
    rows[name] = values
    rows[f"{name}_bytes"] = rows.dtype[name].itemsize


def copy_in(connection: Connection, table: Table, names: Sequence[str], rows: bytes) -> None:
    """Add rows to a table within the connection's transaction.

    Raises
    ------
    sqlalchemy.exc.DBAPIError
        When the server refuses or goes away, as for any statement.
    """
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(quoted.quote(name) for name in names)
    words = f"COPY {quoted.format_table(table)} ({columns}) FROM STDIN (FORMAT BINARY)"
    raw, driver = connection.connection, connection.dialect.loaded_dbapi
    cursor: Any = raw.cursor()
    try:
        with cursor.copy(words) as stream:
            stream.write(_HEAD + rows + _TAIL)
    except driver.Error as error:
        lost = connection.dialect.is_disconnect(error, raw, cursor)
        if lost:
            connection.invalidate()
        raise DBAPIError.instance(
            words, None, error, driver.Error, connection_invalidated=lost
        ) from error
    finally:
        cursor.close()

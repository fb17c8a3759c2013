"""Write a table as Parquet: columns with types, for programs that analyse."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from simulation.files.writing import whole


def write_parquet(
    path: Path, rows: Sequence[Mapping[str, Any]], words: frozenset[str], integers: frozenset[str]
) -> None:
    """Write rows that all have the same columns.

    Parameters
    ----------
    words, integers
        Columns that hold text, and whole numbers; all others hold floating-point numbers. What is
        None is missing.
    """
    # Not pandas with pyarrow: that one, once installed, doubles the memory of whatever loads pandas.
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet as write

    def kind(name: str) -> DataType:
        if name in words:
            return DataType.utf8()
        return DataType.int64() if name in integers else DataType.float64()

    columns: dict[str, Any] = {
        name: Array([row[name] for row in rows], kind(name)) for name in rows[0]
    }
    with whole(path) as fresh:
        write(Table.from_pydict(columns), fresh)

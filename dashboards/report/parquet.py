"""Write a table as Parquet: columns with types, for programs that analyse."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.files.writing import whole

if TYPE_CHECKING:
    from pandas import DataFrame


def write_rows(
    path: Path, rows: Sequence[Mapping[str, Any]], words: frozenset[str], integers: frozenset[str]
) -> None:
    """Write rows that all have the same columns.

    Parameters
    ----------
    words, integers
        Columns that hold text, and whole numbers; all others hold floating-point numbers. What is
        None is missing.
    """
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    _write(path, columns, words, integers)


def write_typed(path: Path, found: "DataFrame") -> None:
    """Write a frame, its columns of the kinds they are; what is not a number is missing."""
    from pandas.api.types import is_integer_dtype, is_numeric_dtype

    kinds = {str(name): kind for name, kind in found.dtypes.items()}
    words = frozenset(name for name, kind in kinds.items() if not is_numeric_dtype(kind))
    integers = frozenset(name for name, kind in kinds.items() if is_integer_dtype(kind))
    plain = found.astype(object).where(found.notna(), None)
    _write(path, {str(name): plain[name].tolist() for name in plain}, words, integers)


def _write(
    path: Path,
    columns: Mapping[str, Sequence[Any]],
    words: frozenset[str],
    integers: frozenset[str],
) -> None:
    # Not pandas with pyarrow: that one, once installed, doubles the memory of whatever loads pandas.
    from arro3.core import Array, DataType, Table
    from arro3.io import write_parquet

    def kind(name: str) -> DataType:
        if name in words:
            return DataType.utf8()
        return DataType.int64() if name in integers else DataType.float64()

    arrays: dict[str, Any] = {name: Array(column, kind(name)) for name, column in columns.items()}
    with whole(path) as fresh:
        write_parquet(Table.from_pydict(arrays), fresh)

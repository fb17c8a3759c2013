"""Write a table as Parquet: columns with types, for programs that analyse."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
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
    _write(path, iter([columns]), words, integers)


def write_typed(path: Path, found: "Iterator[DataFrame]") -> int:
    """Write frames under each other, their columns of the kinds the first one's are; return how many rows.

    What is not a number is missing.
    """
    from pandas.api.types import is_integer_dtype, is_numeric_dtype

    first = next(found)
    kinds = {str(name): kind for name, kind in first.dtypes.items()}
    words = frozenset(name for name, kind in kinds.items() if not is_numeric_dtype(kind))
    integers = frozenset(name for name, kind in kinds.items() if is_integer_dtype(kind))
    return _write(path, map(_plain, chain([first], found)), words, integers)


def _plain(found: "DataFrame") -> dict[str, Sequence[Any]]:
    plain = found.astype(object).where(found.notna(), None)
    return {str(name): plain[name].tolist() for name in plain}


def _write(
    path: Path,
    tables: Iterator[Mapping[str, Sequence[Any]]],
    words: frozenset[str],
    integers: frozenset[str],
) -> int:
    # Not pandas with pyarrow: that one, once installed, doubles the memory of whatever loads pandas.
    from arro3.core import Array, DataType, RecordBatch, RecordBatchReader
    from arro3.io import write_parquet

    def kind(name: str) -> DataType:
        if name in words:
            return DataType.utf8()
        return DataType.int64() if name in integers else DataType.float64()

    rows, faults = 0, list[Exception]()

    def batches() -> Iterator[RecordBatch]:
        nonlocal rows
        try:
            for columns in tables:
                arrays: dict[str, Any] = {n: Array(one, kind(n)) for n, one in columns.items()}
                rows += len(next(iter(columns.values())))
                yield RecordBatch.from_pydict(arrays)
        except Exception as fault:
            # Arrow would tell of it in words of its own.
            faults.append(fault)
            raise

    made = batches()
    first = next(made)
    with whole(path) as fresh:
        reader: Any = RecordBatchReader.from_batches(first.schema, chain([first], made))
        try:
            write_parquet(reader, fresh)
        except Exception:
            if faults:
                raise faults[0] from None
            raise
    return rows

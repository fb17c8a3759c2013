"""Frames as a file: comma-separated values, or Parquet."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboards.report.parquet import write_typed
from simulation.files.csv_text import csv_text
from simulation.files.writing import whole

if TYPE_CHECKING:
    from pandas import DataFrame

FORMATS: Final = ("csv", "parquet")


def write_frame(path: Path, found: "DataFrame", form: str) -> None:
    """Write a frame in one of `FORMATS`.

    Raises
    ------
    DoorwaysError
        When it cannot be written.
    """
    write_frames(path, iter([found]), form)


def write_frames(path: Path, found: "Iterator[DataFrame]", form: str) -> int:
    """Write frames of the same columns under each other, never more than one in memory; return how many rows.

    Raises
    ------
    DoorwaysError
        When it cannot be written; what was there before is still there.
    """
    if form != "csv":
        return write_typed(path, found)
    rows = 0
    with whole(path) as fresh, fresh.open("wb") as stream:
        for k, one in enumerate(found):
            stream.write(_lines(one, first=k == 0).encode("utf-8"))
            rows += len(one)
    return rows


def _lines(found: "DataFrame", *, first: bool) -> str:
    """Return a frame as lines, the names of its columns on the first of a file."""
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]
    text = csv_text(rows, list(found.columns), mark=first)
    return text if first else text.partition("\n")[2]

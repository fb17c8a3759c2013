"""A frame as a file: comma-separated values, or Parquet."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboards.report.parquet import write_typed
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

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
    if form == "csv":
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]
        write_text(path, csv_text(rows, list(found.columns)))
        return
    write_typed(path, found)

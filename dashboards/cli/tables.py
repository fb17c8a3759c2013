"""The option --csv: rows of a table as a file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboards.cli.asked import STDOUT
from dashboards.cli.console import write_out

CsvFile = Annotated[
    str | None,
    typer.Option(
        "--csv", metavar="FILE", help="Also write every row there; - is standard output alone."
    ),
]


def write_rows(rows: Sequence[Mapping[str, Any]], file: str | None) -> bool:
    """Write rows where they are asked for; return whether nothing else belongs on standard output."""
    from dashboards.report.folder import prepare_file
    from simulation.files.csv_text import csv_text
    from simulation.files.writing import write_text

    if file is None:
        return False
    text = csv_text(rows)
    if file == STDOUT:
        write_out(text)
        return True
    path = Path(file)
    prepare_file(path)
    write_text(path, text)
    return False

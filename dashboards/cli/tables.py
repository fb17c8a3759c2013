"""Tables of a few columns on the terminal, and the same rows as a file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from dashboards.cli.asked import STDOUT
from dashboards.cli.console import write_out

CsvFile = Annotated[
    str | None,
    typer.Option(
        "--csv", metavar="FILE", help="Also write every row there; - is standard output alone."
    ),
]


def table_of(
    columns: Mapping[str, bool], rows: Iterable[Sequence[str]], title: str | None = None
) -> Table:
    """Return a table; a column is set to the right where it says so."""
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, title=title, title_justify="left"
    )
    for name, right in columns.items():
        table.add_column(name, justify="right" if right else "left")
    for row in rows:
        table.add_row(*row)
    return table


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


def pounds(value: float) -> str:
    """Write whole pounds; nothing for nothing."""
    return f"£{value:,.0f}" if round(value) else ""

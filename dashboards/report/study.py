"""The files every study writes into its folder: all numbers, tables, charts and the page that shows them."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from dashboards.report.folder import write_json
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

type Rows = Sequence[Mapping[str, Any]]


def write_study[C](
    folder: Path,
    numbers: Mapping[str, Mapping[str, Any]],
    tables: Mapping[str, Rows],
    draw: Callable[[Path], C],
    render: Callable[[C], str],
) -> C:
    """Write all of a study into its folder, which must exist, and return its charts.

    Parameters
    ----------
    numbers, tables
        What is written as JSON and as CSV, by the file's name.
    draw
        Draws the charts into a folder that exists.
    render
        Returns the page, charts set into it.
    """
    for name, found in numbers.items():
        write_json(folder / name, found)
    for name, rows in tables.items():
        write_text(folder / name, csv_text(rows))
    charts = draw(_chart_folder(folder))
    write_text(folder / "report.html", render(charts))
    return charts


def _chart_folder(folder: Path) -> Path:
    made = folder / "charts"
    made.mkdir(exist_ok=True)
    return made

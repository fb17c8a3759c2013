"""The files every study writes into its folder: all numbers, tables, charts and the page that shows them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from dashboards.report.charts import Chart
from dashboards.report.folder import write_json
from dashboards.report.page import filled
from scenarios import again
from scenarios.case.own_prices import PRICES_FILE
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

type Rows = Sequence[Mapping[str, Any]]

#: What the folder of charts is called where files are listed.
CHARTS: Final = "Charts"


@dataclass(frozen=True)
class Study:
    """A study that fills one page, and its files.

    Parameters
    ----------
    name
        Of its template, and of its numbers and table unless these have one of their own.
    sheets
        What makes tables and sentences of what it found; `rows_of` makes the table that is written.
    draw
        Draws its charts into a folder, in the order in which the page shows them.
    stem
        Name of its numbers and its table.
    priced
        Whether it hands over the unit costs it found with, to be changed and given back.
    """

    name: str
    sheets: ModuleType
    draw: Callable[[Mapping[str, Any], Path], tuple[Chart, ...]]
    stem: str = ""
    priced: bool = False

    @property
    def files(self) -> dict[str, str]:
        """Names of its files, by what they are called on screen."""
        stem = self.stem or self.name
        named = {"Report": "report.html", "Numbers": f"{stem}.json", "As a table": f"{stem}.csv"}
        return named | ({"Unit costs": PRICES_FILE} if self.priced else {}) | {CHARTS: "charts"}

    def write(self, folder: Path, found: Mapping[str, Any]) -> tuple[Chart, ...]:
        """Write all of what was found into a folder that exists, and return its charts."""
        files = self.files
        tables = {files["As a table"]: self.sheets.rows_of(found)}
        tables |= {PRICES_FILE: found["unit_costs"]} if self.priced else {}
        return write_study(
            folder,
            {files["Numbers"]: found},
            tables,
            lambda into: self.draw(found, into),
            lambda charts: filled(f"{self.name}.html.j2", found, self.sheets, *charts),
        )


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


def write_again(folder: Path, opened: Sequence[Mapping[str, Any]]) -> None:
    """Write the scenarios from which the same numbers can be made, in a folder of their own.

    Parameters
    ----------
    opened
        What each arm opens, as `scenarios.again.files` takes it.
    """
    for name, text in again.files(opened).items():
        (folder / name).parent.mkdir(exist_ok=True)
        write_text(folder / name, text)


def _chart_folder(folder: Path) -> Path:
    made = folder / "charts"
    made.mkdir(exist_ok=True)
    return made

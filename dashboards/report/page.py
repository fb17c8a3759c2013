"""What pages of results share: their template engine, charts set into them, tables beside them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dashboards.report.cards import with_columns
from dashboards.report.charts import Chart
from dashboards.report.comparison_csv import to_csv
from dashboards.report.svg import inline
from scenarios import words


def environment() -> Environment:
    """Return the engine that fills the templates of this folder; everything put in is escaped."""
    made = Environment(
        loader=PackageLoader("dashboards.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["percent"] = words.percent
    made.filters["with_columns"] = with_columns
    return made


def picture(chart: Chart) -> Markup:
    """Return a chart as it stands inside a page, with its words for those who do not see it."""
    svg = chart.svg.read_text(encoding="utf-8")
    return Markup(inline(svg, chart.name, chart.alternative))


def pictures(charts: Sequence[Chart]) -> dict[str, tuple[Chart, Markup]]:
    """Return charts by name, each with its picture."""
    return {chart.name: (chart, picture(chart)) for chart in charts}


def write_csv(file: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a table; the mark at its start makes spreadsheet programs read accents right."""
    file.write_text(to_csv(rows), encoding="utf-8-sig", newline="")


def plot_folder(folder: Path) -> Path:
    """Make the folder of a report's charts."""
    made = folder / "charts"
    made.mkdir(exist_ok=True)
    return made

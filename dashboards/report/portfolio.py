"""The files of a portfolio: report, chart, table and every number."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import portfolio_sheets
from dashboards.report.chart_portfolio import draw
from dashboards.report.charts import Chart
from dashboards.report.page import environment, picture
from dashboards.report.study import write_study

JSON_FILE, CSV_FILE = "portfolio.json", "portfolio.csv"
FILES: Final = {
    "Report": "report.html",
    "Numbers": JSON_FILE,
    "As a table": CSV_FILE,
    "Chart": "charts",
}


def write_all(folder: Path, found: Mapping[str, Any]) -> Chart:
    """Write portfolio.json, portfolio.csv, the chart and report.html; return the chart."""
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: portfolio_sheets.rows_of(found)},
        lambda charts: draw(found, charts),
        lambda chart: render(found, chart),
    )


def render(found: Mapping[str, Any], chart: Chart) -> str:
    """Return the report as HTML that needs nothing else."""
    return (
        environment()
        .get_template("portfolio.html.j2")
        .render(
            found=found,
            headline=portfolio_sheets.headline(found),
            reading=portfolio_sheets.READING,
            searched=portfolio_sheets.searched(found),
            mixes=portfolio_sheets.mixes(found),
            together=portfolio_sheets.together(found),
            chart=chart,
            svg=picture(chart),
        )
    )

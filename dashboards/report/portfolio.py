"""The files of a portfolio: report, chart, table and every number."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from dashboards.report import portfolio_sheets
from dashboards.report.chart_portfolio import draw
from dashboards.report.charts import Chart
from dashboards.report.page import filled
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
        partial(draw, found),
        lambda chart: filled("portfolio.html.j2", found, portfolio_sheets, chart),
    )

"""The files of a forecast: report, charts, table, unit costs and every number."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from dashboards.report import forecast_sheets
from dashboards.report.chart_forecast import draw
from dashboards.report.charts import Chart
from dashboards.report.page import filled
from dashboards.report.study import write_study

JSON_FILE, CSV_FILE, PRICES_FILE = "forecast.json", "forecast.csv", "unit_costs.csv"
FILES: Final = {
    "Report": "report.html",
    "Numbers": JSON_FILE,
    "As a table": CSV_FILE,
    "Unit costs": PRICES_FILE,
    "Charts": "charts",
}


def write_all(folder: Path, found: Mapping[str, Any]) -> tuple[Chart, ...]:
    """Write forecast.json, forecast.csv, unit_costs.csv, the charts and report.html; return the charts."""
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: forecast_sheets.rows_of(found), PRICES_FILE: found["unit_costs"]},
        partial(draw, found),
        lambda charts: filled("forecast.html.j2", found, forecast_sheets, *charts),
    )

"""The files of a forecast: report, charts, table, unit costs and every number."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import forecast_sheets
from dashboards.report.chart_forecast import draw
from dashboards.report.charts import Chart
from dashboards.report.page import environment, picture
from dashboards.report.study import write_study
from scenarios import words

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
        lambda charts: draw(found, charts),
        lambda charts: render(found, charts),
    )


def render(found: Mapping[str, Any], charts: tuple[Chart, ...]) -> str:
    """Return the report as HTML that needs nothing else."""
    return (
        environment()
        .get_template("forecast.html.j2")
        .render(
            found=found,
            period=words.period(found["years"]),
            headline=forecast_sheets.headline(found),
            reading=forecast_sheets.READING,
            places=forecast_sheets.places(found),
            sentences=forecast_sheets.sentences(found),
            children=forecast_sheets.children(found),
            ages=forecast_sheets.ages(found),
            levers=forecast_sheets.levers(found),
            spending=forecast_sheets.spending(found),
            flows=forecast_sheets.flows(found),
            standing=forecast_sheets.standing(found),
            past=forecast_sheets.past(found),
            record=forecast_sheets.record(found),
            charts=[(chart, picture(chart)) for chart in charts],
        )
    )

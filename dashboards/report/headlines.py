"""The files of the headline bench: report, chart, table and every number."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboards.report import headlines_sheets
from dashboards.report.chart_headlines import split
from dashboards.report.charts import Chart
from dashboards.report.page import environment, picture
from dashboards.report.study import write_study

JSON_FILE, CSV_FILE = "headlines.json", "headlines.csv"


def write_all(folder: Path, found: Mapping[str, Any]) -> Chart:
    """Write headlines.json, headlines.csv, the chart and report.html; return the chart."""
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: headlines_sheets.rows_of(found)},
        lambda charts: split(found, charts),
        lambda chart: render(found, chart),
    )


def render(found: Mapping[str, Any], chart: Chart) -> str:
    """Return the report as HTML that needs nothing else."""
    return (
        environment()
        .get_template("headlines.html.j2")
        .render(
            found=found,
            reading=headlines_sheets.READING,
            headlines=headlines_sheets.headlines(found),
            by_window=headlines_sheets.by_window(found),
            sentences=headlines_sheets.sentences(found),
            contradictions=headlines_sheets.contradictions(found),
            counts=[(headlines_sheets.CALLED[x["name"]], x) for x in found["headlines"]],
            chart=chart,
            svg=picture(chart),
        )
    )

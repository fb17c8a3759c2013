"""The files of the headline bench: report, chart, table and every number."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from dashboards.report import headlines_sheets
from dashboards.report.chart_headlines import split
from dashboards.report.charts import Chart
from dashboards.report.page import filled
from dashboards.report.study import write_study

JSON_FILE, CSV_FILE = "headlines.json", "headlines.csv"
FILES: Final = {
    "Report": "report.html",
    "Numbers": JSON_FILE,
    "As a table": CSV_FILE,
    "Chart": "charts",
}


def write_all(folder: Path, found: Mapping[str, Any]) -> Chart:
    """Write headlines.json, headlines.csv, the chart and report.html; return the chart."""
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: headlines_sheets.rows_of(found)},
        partial(split, found),
        lambda chart: filled("headlines.html.j2", found, headlines_sheets, chart),
    )

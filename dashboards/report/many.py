"""The files of one scenario in many councils: report, strip, table and every number."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from dashboards.report import many_sheets
from dashboards.report.chart_councils import strip
from dashboards.report.charts import Chart
from dashboards.report.page import filled
from dashboards.report.study import write_study

JSON_FILE, CSV_FILE = "authorities.json", "authorities.csv"
FILES: Final = {
    "Report": "report.html",
    "Numbers": JSON_FILE,
    "As a table": CSV_FILE,
    "Chart": "charts",
}


def write_all(folder: Path, found: Mapping[str, Any]) -> Chart:
    """Write authorities.json, authorities.csv, the strip of councils and report.html; return the chart."""
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: many_sheets.rows_of(found)},
        partial(strip, found),
        lambda chart: filled("many.html.j2", found, many_sheets, chart),
    )

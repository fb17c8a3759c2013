"""The files of one scenario in many councils: report, strip, table and every number."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboards.report import many_sheets
from dashboards.report.chart_councils import strip
from dashboards.report.charts import Chart
from dashboards.report.page import environment, picture
from dashboards.report.study import write_study

#: What the files are called.
JSON_FILE, CSV_FILE = "authorities.json", "authorities.csv"


def write_all(folder: Path, found: Mapping[str, Any]) -> Chart:
    """Write authorities.json, authorities.csv, the strip of councils and report.html; return the chart."""
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: many_sheets.rows_of(found)},
        lambda charts: strip(found, charts),
        lambda chart: render(found, chart),
    )


def render(found: Mapping[str, Any], chart: Chart) -> str:
    """Return the report as HTML that needs nothing else."""
    return (
        environment()
        .get_template("many.html.j2")
        .render(
            found=found,
            headline=many_sheets.headline(found),
            reading=many_sheets.READING,
            total=many_sheets.total(found),
            gains=many_sheets.gains(found),
            groups=many_sheets.groups(found),
            councils=many_sheets.councils(found),
            chart=chart,
            svg=picture(chart),
        )
    )

"""The files of a comparison: report, charts, tables and every number."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from dashboards.report.charts import Chart, draw_all
from dashboards.report.comparison_csv import comparison_rows, whom_rows
from dashboards.report.content import Content
from dashboards.report.html import render
from dashboards.report.study import write_study
from scenarios import again
from simulation.files.writing import write_text


def write_all(folder: Path, comparison: Mapping[str, Any], content: Content) -> tuple[Chart, ...]:
    """Write comparison.json, comparison.csv, whom.csv if it was asked for, the charts and report.html.

    Beside them, in `again`, the scenarios from which the same numbers can be made.
    """
    for name, text in again.files(comparison["opened"]).items():
        (folder / name).parent.mkdir(exist_ok=True)
        write_text(folder / name, text)
    tables = {"comparison.csv": comparison_rows(comparison)}
    if comparison["whom"] is not None:
        tables["whom.csv"] = whom_rows(comparison)
    return write_study(
        folder,
        {"comparison.json": comparison},
        tables,
        partial(draw_all, content),
        partial(render, content),
    )

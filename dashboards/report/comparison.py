"""The files of a comparison: report, charts, tables and every number."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from dashboards.report.briefing.content import briefing_of
from dashboards.report.briefing.write import write_briefing
from dashboards.report.charts import Chart, draw_all
from dashboards.report.comparison_book import write_comparison_book
from dashboards.report.comparison_csv import (
    WHOLE,
    WORDS,
    comparison_rows,
    tidy_rows,
    whom_rows,
)
from dashboards.report.content import Content
from dashboards.report.html import render
from dashboards.report.parquet import write_rows
from dashboards.report.study import write_again, write_study


def write_all(folder: Path, comparison: Mapping[str, Any], content: Content) -> tuple[Chart, ...]:
    """Write every form of a comparison: all numbers, tables, charts, report and briefing.

    In `again` lie the scenarios from which the same numbers can be made.
    """
    write_again(folder, comparison["opened"])
    full = comparison_rows(comparison)
    write_rows(folder / "comparison.parquet", full, WORDS, WHOLE)
    tables = {"comparison.csv": tidy_rows(comparison), "comparison_full.csv": full}
    if comparison["whom"] is not None:
        tables["whom.csv"] = whom_rows(comparison)
    charts: tuple[Chart, ...] = write_study(
        folder,
        {"comparison.json": comparison},
        tables,
        partial(draw_all, content),
        partial(render, content),
    )
    briefing = briefing_of(comparison, content.sources, content.made)
    write_comparison_book(folder / "comparison.xlsx", comparison, briefing, content.sources)
    write_briefing(folder, briefing, charts[0], content.made)
    return charts

"""The files of a case: report, charts, workbook, tables and every number."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from dashboards.report import case_sheets
from dashboards.report.case_book.write import write_book
from dashboards.report.chart_case import draw
from dashboards.report.charts import Chart
from dashboards.report.page import environment, picture
from dashboards.report.study import write_study
from scenarios.case.result import Case

JSON_FILE, CSV_FILE, PRICES_FILE, BOOK_FILE = (
    "case.json",
    "case.csv",
    "unit_costs.csv",
    "case.xlsx",
)
FILES: Final = {
    "Report": "report.html",
    "Workbook": BOOK_FILE,
    "Numbers": JSON_FILE,
    "As a table": CSV_FILE,
    "Unit costs": PRICES_FILE,
    "Charts": "charts",
}


def write_all(folder: Path, case: Case) -> tuple[Chart, ...]:
    """Write the workbook, case.json, case.csv, unit_costs.csv, the charts and report.html; return the charts."""
    found = case.to_dict()
    write_book(folder / BOOK_FILE, case)
    return write_study(
        folder,
        {JSON_FILE: found},
        {CSV_FILE: case_sheets.rows_of(found), PRICES_FILE: found["unit_costs"]},
        lambda charts: draw(found, charts),
        lambda charts: render(found, charts),
    )


def render(found: Mapping[str, Any], charts: tuple[Chart, ...]) -> str:
    """Return the report as HTML that needs nothing else."""
    return (
        environment()
        .get_template("case.html.j2")
        .render(
            found=found,
            called=case_sheets.VIEWS,
            reading=case_sheets.READING,
            headline=case_sheets.headline(found),
            results=case_sheets.results(found),
            sentences=case_sheets.sentences(found),
            switching=case_sheets.switching(found),
            steps=case_sheets.steps(found),
            by_year=case_sheets.by_year(found),
            payers=case_sheets.payers(found),
            charts=[(chart, picture(chart)) for chart in charts],
        )
    )

"""The files of a case: report, charts, workbook, tables and every number."""

from functools import partial
from pathlib import Path
from typing import Final

from dashboards.report import case_sheets
from dashboards.report.case_book.write import write_book
from dashboards.report.chart_case import draw
from dashboards.report.charts import Chart
from dashboards.report.page import filled
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
        partial(draw, found),
        lambda charts: filled("case.html.j2", found, case_sheets, *charts),
    )

"""The files of a case: report, charts, workbook, tables and every number."""

from pathlib import Path
from typing import Final

from dashboards.report import case_sheets
from dashboards.report.case_book.write import write_book
from dashboards.report.chart_case import draw
from dashboards.report.charts import Chart
from dashboards.report.study import Study
from scenarios.case.result import Case

STUDY: Final = Study("case", case_sheets, draw, priced=True)
BOOK_FILE: Final = "case.xlsx"
FILES: Final = {"Report": STUDY.files["Report"], "Workbook": BOOK_FILE} | STUDY.files


def write_all(folder: Path, case: Case) -> tuple[Chart, ...]:
    """Write the workbook and every file of the study; return the charts."""
    write_book(folder / BOOK_FILE, case)
    return STUDY.write(folder, case.to_dict())

"""The files of a forecast: briefing, report, charts, workbook, tables, unit costs and every number."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from dashboards.report import forecast_sheets
from dashboards.report.briefing.of_forecast import briefing_of
from dashboards.report.briefing.write import write_briefing
from dashboards.report.captions import today
from dashboards.report.chart_forecast import draw
from dashboards.report.charts import Chart
from dashboards.report.forecast_book import write_forecast_book
from dashboards.report.parquet import write_rows
from dashboards.report.study import Study, write_again

STUDY: Final = Study("forecast", forecast_sheets, draw, priced=True)
BOOK_FILE, TYPED_FILE = "forecast.xlsx", "forecast.parquet"
FILES: Final = {
    "Briefing": "briefing.pdf",
    "Briefing to edit": "briefing.docx",
    "Briefing as a page": "briefing.html",
    "Report": STUDY.files["Report"],
    "Workbook": BOOK_FILE,
    "Table with types": TYPED_FILE,
} | STUDY.files
_WORDS: Final = frozenset(("authority", "code", "price_year", "arm", "what", "name"))
_WHOLE: Final = frozenset(("replicates", "seed", "year"))


def write_all(
    folder: Path, found: Mapping[str, Any], made: date | None = None
) -> tuple[Chart, ...]:
    """Write every form of a forecast and return its charts.

    Parameters
    ----------
    made
        The day on which it is written down; by default today.
    """
    when = made or today()
    write_again(folder, found["opened"])
    write_rows(folder / TYPED_FILE, forecast_sheets.rows_of(found), _WORDS, _WHOLE)
    charts = STUDY.write(folder, found)
    briefing = briefing_of(found, when)
    write_forecast_book(folder / BOOK_FILE, found, briefing)
    write_briefing(folder, briefing, charts[0], when)
    return charts

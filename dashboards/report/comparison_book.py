"""Write a comparison as a workbook: numbers as numbers, each sheet with its headings held in place."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboards.report.briefing.shape import Briefing
from dashboards.report.case_book.book import PLAIN, POUNDS, SHARE, Book, Page
from dashboards.report.content import Source
from dashboards.report.study_book import CLOSING, SUMMARY, closing, heads, summary
from scenarios.comparison import SERVICE_MONEY, TOTAL
from scenarios.usual import MONEY
from simulation.files.writing import whole

SHEETS: Final = ("Summary", "Measures", "By year", "Money", "Notes and sources")
_HEADS: Final = (
    *("Measure", "Window", "Unit", "Baseline", "Scenario"),
    *("Difference", "One future, from", "to", "Average, from", "to", "In words", "Better or worse"),
    *("Size that matters", "Luck of children", "Luck of years", "Not known", "Name"),
)
_WIDTHS: Final = (44, 9, 10, 14, 14, 14, 16, 14, 14, 14, 20, 14, 16, 14, 14, 14, 26)
#: Where the numbers of a row stand in it; each part's own format is that of its kind of measure.
_NUMBERS: Final = (
    ("baseline", "mean"),
    ("scenario", "mean"),
    *(("difference", end) for end in ("mean", "low", "high", "mean_low", "mean_high")),
)
_SHARES: Final = ("share_children", "share_years", "share_unknown")
_FORMATS: Final = {"money": POUNDS, "share": SHARE}
#: Money in the order of the sheet: what services cost and avoid, then who pays.
_MONEY: Final = (
    *(name for name, _ in SERVICE_MONEY.values()),
    *(MONEY, "cost_police", "cost_nhs", "cost_youth_justice", "cost_total"),
)


def write_comparison_book(
    path: Path, found: Mapping[str, Any], briefing: Briefing, sources: Sequence[Source]
) -> None:
    """Write the .xlsx file.

    Parameters
    ----------
    found
        What `Comparison.to_dict` gives.
    briefing
        Its briefing, whose answers and stamp open the book.
    sources
        Works the figures come from.
    """
    measures = found["measures"]
    yearly = [row for row in measures if row["window"] != TOTAL]
    by_name = {name: [row for row in measures if row["name"] == name] for name in _MONEY}
    with whole(path) as fresh:
        book = Book(fresh, briefing.title, SHEETS)
        summary(book.sheet(SHEETS[0], SUMMARY), briefing)
        _rows(book, SHEETS[1], [row for row in measures if row["window"] == TOTAL])
        _rows(book, SHEETS[2], yearly)
        _rows(book, SHEETS[3], [row for name in _MONEY for row in by_name[name]])
        closing(book.sheet(SHEETS[4], CLOSING), found["notes"], sources)
        book.close()


def _rows(book: Book, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one row a measure and window."""
    page = book.sheet(name, _WIDTHS)
    heads(page, _HEADS)
    for at, row in enumerate(rows, start=1):
        form = _FORMATS.get(row["kind"], PLAIN)
        split = row["variance_split"]["difference"]
        page.texts(at, 0, (row["label"], row["window"], row["unit"]))
        _numbers(page, at, 3, [row[part][end] for part, end in _NUMBERS], form)
        page.texts(at, 10, (row["verdict"], row["judgement"] or ""))
        _numbers(page, at, 12, [row["size_that_matters"]], form)
        _numbers(page, at, 13, [split[share] for share in _SHARES], SHARE)
        page.text(at, 16, row["name"])
    page.sheet.autofilter(0, 0, len(rows), len(_HEADS) - 1)


def _numbers(page: Page, row: int, column: int, values: Sequence[float | None], form: str) -> None:
    """Write numbers side by side; what is not known is an empty cell."""
    for k, value in enumerate(values):
        if value is not None:
            page.number(row, column + k, value, form)

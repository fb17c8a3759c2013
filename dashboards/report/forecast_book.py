"""Write a forecast as a workbook: a sheet a subject, numbers as numbers, a row a quantity and its years beside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboards.report.briefing.of_forecast import sources_of
from dashboards.report.briefing.shape import Briefing
from dashboards.report.case_book.book import PLAIN, POUNDS, Book, Page
from dashboards.report.forecast_sheets import FORECAST, PLANNED, Series, all_series
from dashboards.report.study_book import CLOSING, SUMMARY, closing, heads, summary
from simulation.files.writing import whole

#: Sheets of series, and what stands in each.
SERIES: Final = {
    "Children": ("children", "children by kind", "children by age"),
    "Places": ("places",),
    "In the year": ("in the year",),
    "Spending": ("spending",),
}
SHEETS: Final = (
    *("Summary", *SERIES, "Places to find", "Beside others"),
    *("Own years", "Record", "Notes and sources"),
)
_ARMS: Final = {FORECAST: "As it is", PLANNED: "With the levers"}
_PARTS: Final = {"average": "mean", "from": "low", "to": "high"}
_WORDS, _NUMBERS = 34, 13


def write_forecast_book(path: Path, found: Mapping[str, Any], briefing: Briefing) -> None:
    """Write the .xlsx file; what is not known is an empty cell."""
    with whole(path) as fresh:
        book = Book(fresh, briefing.title, SHEETS)
        summary(book.sheet("Summary", SUMMARY), briefing)
        for name, subjects in SERIES.items():
            _series(book, name, found, subjects)
        for name, rows in _tables(found).items():
            _table(book, name, rows)
        closing(book.sheet(SHEETS[-1], CLOSING), found["notes"], sources_of(found))
        book.close()


def _series(book: Book, name: str, found: Mapping[str, Any], subjects: Sequence[str]) -> None:
    """Write each series of some subjects in a row: whose it is, then average and range of each year."""
    years = range(found["base_year"], found["base_year"] + found["years"] + 1)
    page = book.sheet(name, (_WORDS, _WORDS, 16, *[_NUMBERS] * (len(_PARTS) * len(years))))
    heads(page, ("What", "Which", "Arm", *(f"{year}, {part}" for year in years for part in _PARTS)))
    row = 0
    for arm in filter(found.get, _ARMS):
        for one in all_series(found[arm]):
            if one.what in subjects:
                row += 1
                called = found["called"].get(one.name, one.name.replace("_", " "))
                page.texts(row, 0, (one.what.capitalize(), called, _ARMS[arm]))
                _years(page, row, one, POUNDS if name == "Spending" else PLAIN)


def _years(page: Page, row: int, one: Series, form: str) -> None:
    """Write the years of a series, each under its own."""
    for k, told in enumerate(one.years, start=one.start):
        for place, part in enumerate(_PARTS.values()):
            page.number(row, 3 + k * len(_PARTS) + place, told[part], form)


def _tables(found: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the tables that are not by year of the forecast, each as rows of the same columns."""
    places = [
        {"Kind": one["label"], "There today": one["today"]}
        | {
            f"{found['base_year'] + k}, {share.removeprefix('in_')} in 100 futures": short[share]
            for k, short in enumerate(one["short"])
            for share in short
        }
        for one in found["forecast"]["places"].values()
    ]
    beside = ("says", "value", "rank", "of", "quartile", "neighbours", "england", "direction")
    measures = found["past"]["measures"]
    years = sorted({int(year) for one in measures for year in one["own"]})
    own = [
        {"Published": one["says"]}
        | {str(y): one["own"].get(y, one["own"].get(str(y))) for y in years}
        for one in measures
    ]
    return {
        "Places to find": places,
        "Beside others": [{name: one.get(name) for name in beside} for one in found["standing"]],
        "Own years": own,
        "Record": list((found["record"] or {}).get("rows", ())),
    }


def _table(book: Book, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows under the names of their columns."""
    columns = tuple(rows[0]) if rows else ("Nothing to show",)
    page = book.sheet(name, (_WORDS, *[_NUMBERS] * (len(columns) - 1)))
    heads(page, tuple(one.replace("_", " ") for one in columns))
    for at, row in enumerate(rows, start=1):
        for k, value in enumerate(row.values()):
            if isinstance(value, bool):
                page.text(at, k, "yes" if value else "no")
            elif isinstance(value, str):
                page.text(at, k, value)
            elif value is not None:
                page.number(at, k, value, PLAIN)

"""Write a comparison as a workbook: numbers as numbers, each sheet with its headings held in place."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from dashboards.report.briefing.shape import Briefing
from dashboards.report.case_book.book import PLAIN, POUNDS, SHARE, Book, Page
from dashboards.report.content import Source
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
_ANSWERS: Final = ("What", "On average", "In words", "Range", "Of what")
#: Points that a sentence of three lines takes.
_TALL: Final = 48
#: The paper's number in workbooks.
_A4: Final = 9
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
        _summary(book.sheet(SHEETS[0], (26, 30, 24, 44, 60)), briefing)
        _rows(book, SHEETS[1], [row for row in measures if row["window"] == TOTAL])
        _rows(book, SHEETS[2], yearly)
        _rows(book, SHEETS[3], [row for name in _MONEY for row in by_name[name]])
        _notes(book.sheet(SHEETS[4], (24, 12, 90, 60)), found, sources)
        book.close()


def _summary(page: Page, briefing: Briefing) -> None:
    """Write the three answers, then whose numbers these are."""
    _heads(page, _ANSWERS)
    for row, tile in enumerate(briefing.tiles, start=1):
        answer = (tile.heading, tile.number, tile.verdict, tile.range, tile.about)
        page.texts(row, 0, answer, "words")
    below = len(briefing.tiles) + 2
    sentences = (briefing.headline, *briefing.cautions)
    for row, sentence in enumerate(sentences, start=below):
        page.sheet.merge_range(row, 0, row, len(_ANSWERS) - 1, "")
        page.sheet.set_row(row, _TALL)
        page.text(row, 0, sentence, "words")
    for row, line in enumerate(briefing.stamp, start=below + len(sentences) + 1):
        page.texts(row, 0, line)


def _rows(book: Book, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one row a measure and window."""
    page = book.sheet(name, _WIDTHS)
    _heads(page, _HEADS)
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


def _notes(page: Page, found: Mapping[str, Any], sources: Sequence[Source]) -> None:
    """Write what has to be borne in mind, then every work."""
    _heads(page, ("What", "Published", "Says", "Where"))
    for row, note in enumerate(found["notes"], start=1):
        page.texts(row, 0, ("Note", "", note), "words")
    for row, one in enumerate(sources, start=1 + len(found["notes"])):
        page.texts(row, 0, (one.author, one.published, one.title, one.url), "words")


def _heads(page: Page, said: tuple[str, ...]) -> None:
    """Write the headings, which stay in sight on the screen and on every sheet of paper."""
    page.texts(0, 0, said, "head")
    page.sheet.freeze_panes(1, 1)
    page.sheet.repeat_rows(0)
    page.sheet.set_landscape()
    page.sheet.set_paper(_A4)
    page.sheet.fit_to_pages(1, 0)

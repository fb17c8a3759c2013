"""What the workbooks of studies share: the answers first, headings held in place, notes and works last."""

from collections.abc import Sequence
from typing import Final

from dashboards.report.briefing.shape import Briefing
from dashboards.report.case_book.book import Page
from dashboards.report.content import Source

#: Widths of the columns of the first sheet, and of the last.
SUMMARY: Final = (26, 30, 24, 44, 60)
CLOSING: Final = (24, 12, 90, 60)
_ANSWERS: Final = ("What", "On average", "In words", "Range", "Of what")
#: Points that a sentence of three lines takes.
_TALL: Final = 48
#: The paper's number in workbooks.
_A4: Final = 9


def summary(page: Page, briefing: Briefing) -> None:
    """Write the three answers, then whose numbers these are."""
    heads(page, _ANSWERS)
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


def closing(page: Page, notes: Sequence[str], sources: Sequence[Source]) -> None:
    """Write what has to be borne in mind, then every work."""
    heads(page, ("What", "Published", "Says", "Where"))
    for row, note in enumerate(notes, start=1):
        page.texts(row, 0, ("Note", "", note), "words")
    for row, one in enumerate(sources, start=1 + len(notes)):
        page.texts(row, 0, (one.author, one.published, one.title, one.url), "words")


def heads(page: Page, said: tuple[str, ...]) -> None:
    """Write the headings, which stay in sight on the screen and on every sheet of paper."""
    page.texts(0, 0, said, "head")
    page.sheet.freeze_panes(1, 1)
    page.sheet.repeat_rows(0)
    page.sheet.set_landscape()
    page.sheet.set_paper(_A4)
    page.sheet.fit_to_pages(1, 0)

"""Write a briefing as a Word document that is read aloud and edited as easily as it is printed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dashboards.report.briefing.shape import Briefing, Section
from dashboards.report.charts import Chart
from simulation.files.plain_text import shown
from simulation.files.writing import whole

if TYPE_CHECKING:
    from docx.document import Document

_LANGUAGE: Final = "en-GB"
#: Letters of the body, of tables and of headings, in points; paper and margins, in millimetres.
_BODY, _SMALL, _HEADINGS = 9.5, 8.5, {1: 17, 2: 12}
_PAPER, _MARGIN, _PICTURE = (210, 297), 15, 165
#: Shares of a table's width: of the three answers, of the stamp, and of the first column of the others.
_TILES, _STAMP, _FIRST = (0.17, 0.17, 0.14, 0.22, 0.3), (0.22, 0.78), 0.4
_FONT: Final = "Arial"
_BLUE: Final = "12436D"


def write_docx(path: Path, briefing: Briefing, chart: Chart, made: date | None) -> None:
    """Write the file, its headings, table headings and picture marked as what they are."""
    from docx import Document
    from docx.enum.text import WD_BREAK

    document = Document()
    _set_up(document, briefing, made)
    document.add_heading(shown(briefing.title), 1)
    document.add_paragraph(shown(briefing.headline))
    for caution in briefing.cautions:
        document.add_paragraph().add_run(shown(caution)).bold = True
    tiles = [(t.heading, t.number, t.verdict, t.range, t.about) for t in briefing.tiles]
    _table(document, ("What", "On average", "In words", "Range", "Of what"), tiles, _TILES)
    document.add_heading(shown(chart.question), 2)
    _picture(document, chart)
    document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    for section in briefing.sections:
        _section(document, section)
    document.add_heading("Whose numbers these are", 2)
    _table(document, ("What", "Which"), briefing.stamp, _STAMP)
    with whole(path) as fresh:
        document.save(str(fresh))


def _set_up(document: "Document", briefing: Briefing, made: date | None) -> None:
    """Set title, language, paper and letters."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    about = document.core_properties
    about.title, about.language, about.author = shown(briefing.title), _LANGUAGE, "Doorways"
    about.comments = "Synthetic data: not a prediction of any child."
    about.created = about.modified = datetime.combine(made or date(1980, 1, 1), time(), UTC)
    page = document.sections[0]
    page.page_width, page.page_height = map(Mm, _PAPER)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(_MARGIN)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    body: Any = document.styles["Normal"]
    body.font.name, body.font.size = _FONT, Pt(_BODY)
    body.paragraph_format.space_after = Pt(4)
    for level, size in _HEADINGS.items():
        style: Any = document.styles[f"Heading {level}"]
        style.font.name, style.font.size = _FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(_BLUE)
        style.element.rPr.rFonts.attrib.clear()
        style.font.name = _FONT
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(8), Pt(3)


def _section(document: "Document", section: Section) -> None:
    """Write sentences, table and list."""
    document.add_heading(shown(section.heading), 2)
    for sentence in section.says:
        document.add_paragraph(shown(sentence))
    if section.sheet is not None:
        rest = len(section.sheet.headings) - 1
        shares = (_FIRST, *((1 - _FIRST) / rest for _ in range(rest)))
        _table(document, section.sheet.headings, section.sheet.rows, shares)
    for point in section.points:
        document.add_paragraph(shown(point), style="List Bullet")


def _table(
    document: "Document",
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    shares: Sequence[float],
) -> None:
    """Write a table whose first row is its heading on every page, and is said before each cell.

    Parameters
    ----------
    shares
        How much of the paper's width each column takes.
    """
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = document.add_table(rows=0, cols=len(headings), style="Table Grid")
    table.autofit = False
    for number, row in enumerate((headings, *rows)):
        for k, (cell, said) in enumerate(zip(table.add_row().cells, row, strict=True)):
            cell.width = Mm((_PAPER[0] - 2 * _MARGIN) * shares[k])
            words = cell.paragraphs[0].add_run(shown(said))
            words.bold, words.font.size = not (number and k), Pt(_SMALL)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _picture(document: "Document", chart: Chart) -> None:
    """Put the chart in, with its words for those who do not see it."""
    from docx.shared import Mm

    picture = document.add_picture(str(chart.png), width=Mm(_PICTURE))
    about = picture._inline.docPr
    about.set("descr", shown(chart.alternative))
    about.set("title", shown(chart.title))

"""The briefing: one content in three files, each opened and read back as its readers' programs do."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn
from playwright.sync_api import BrowserContext

from calibration.joint.store import usual
from dashboards.report.briefing.content import SYNTHETIC, briefing_of
from dashboards.report.briefing.shape import Briefing, Section
from dashboards.report.briefing.write import write_briefing
from dashboards.report.charts import Chart, draw_all
from dashboards.report.content import Source
from dashboards.report.from_comparison import content_of
from dashboards.report.works import works
from scenarios import words
from scenarios.compare import compare
from scenarios.request import CompareRequest
from simulation.runner.execution import Execution

MADE: Final = date(2026, 5, 3)
TILES: Final = ("children_looked_after", "cost_council", "service_accepted")


@pytest.fixture(scope="module")
def asked() -> CompareRequest:
    """A small comparison."""
    return CompareRequest("Rutland", years=2, replicates=4, calibration=usual())


@pytest.fixture(scope="module")
def found(asked: CompareRequest) -> dict[str, Any]:
    """What its comparison.json holds; the charts of it are kept beside."""
    return compare(asked, execution=Execution(1)).to_dict()


@pytest.fixture(scope="module")
def sources(asked: CompareRequest) -> tuple[Source, ...]:
    """Its works."""
    return works(asked.arms())


@pytest.fixture(scope="module")
def briefing(found: dict[str, Any], sources: tuple[Source, ...]) -> Briefing:
    """Its briefing."""
    return briefing_of(found, sources, MADE)


@pytest.fixture(scope="module")
def chart(asked: CompareRequest, tmp_path_factory: pytest.TempPathFactory) -> Chart:
    """Its first chart."""
    content = content_of(compare(asked, execution=Execution(1)), made=MADE)
    return draw_all(content, tmp_path_factory.mktemp("charts"))[0]


@pytest.fixture(scope="module")
def folder(briefing: Briefing, chart: Chart, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The briefing in its three forms."""
    place = tmp_path_factory.mktemp("briefing")
    write_briefing(place, briefing, chart, MADE)
    return place


def total(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A measure over the whole horizon."""
    return next(one for one in found["measures"] if (one["name"], one["window"]) == (name, "total"))


def headings(briefing: Briefing, chart: Chart) -> list[str]:
    """Every heading below the title, in reading order."""
    below = [one.heading for one in briefing.sections]
    return [chart.question, *below, "Whose numbers these are"]


def cells(briefing: Briefing) -> list[str]:
    """Every cell of every table of the second page, in reading order."""
    sheets = [one.sheet for one in briefing.sections if one.sheet]
    rows = [row for sheet in sheets for row in (sheet.headings, *sheet.rows)]
    return [cell for row in (*rows, *briefing.stamp) for cell in row]


# What it says -----------------------------------------------------------------------------------


def test_each_tile_has_one_number_one_range_and_one_verdict(
    briefing: Briefing, found: dict[str, Any]
) -> None:
    """They are those of the comparison, in the words of every other table."""
    for tile, name in zip(briefing.tiles, TILES, strict=True):
        row = total(found, name)
        gap = row["difference"]
        said = words.about(gap["mean"], gap["low"], gap["high"], row["kind"])
        number, span = tile.number, tile.range.partition(": ")[2]
        assert said in (f"{number[0].lower()}{number[1:]} ({span})", number.lower())
        verdict = words.verdict(row["verdict"], row["kind"], row["judgement"])
        assert tile.verdict.lower() == verdict


def test_money_says_every_sum_its_prices_and_what_is_discounted(
    briefing: Briefing, found: dict[str, Any]
) -> None:
    """Gross, incremental, avoided, cashable, four payers and all of them, and for each young person."""
    money = briefing.sections[0]
    assert f"pounds of {found['price_year']}" in money.says[0]
    assert "discounted" in money.says[0]
    assert money.sheet is not None
    rows = {row[0].partition(":")[0]: row[1:] for row in money.sheet.rows}
    assert len(money.sheet.rows) == 11
    gross = total(found, "cost_services_gross")
    assert rows["Services, gross"][2] == gross["verdict"]
    # A pound is told to a hundredth of its size at the finest.
    figure = rows["Services, gross"][0].removeprefix("+£").removesuffix("m").removesuffix("k")
    assert len(figure.replace(".", "").strip("0")) <= 3
    each = rows["For each young person taken on"]
    assert each[2] == "average only"


def test_how_sure_adds_up_and_names_evidence_and_calibration(
    briefing: Briefing, found: dict[str, Any]
) -> None:
    """Shares of the spread make 100, grades are those of the scenario, and so is the calibration."""
    sure = briefing.sections[1]
    assert sure.sheet is not None
    for row in sure.sheet.rows:
        shares = [int(one.removesuffix("%")) for one in row[1:] if one.endswith("%")]
        assert not shares or abs(sum(shares) - 100) <= 1
    said = " ".join(sure.points)
    assert f"{found['opened'][1]['grades']['C']} of grade C (before and after)" in said
    assert found["calibration"]["key"][:10] in said


def test_no_note_is_lost(briefing: Briefing, found: dict[str, Any]) -> None:
    """Each note stands among the limits or under how sure, or is counted as standing in the report."""
    points = [*briefing.sections[1].points, *briefing.sections[2].points]
    left = [note for note in found["notes"] if note not in points]
    more = sum(int(m[1]) for one in points if (m := re.match(r"(\d+) more note", one)))
    assert len(left) == more


def test_sources_of_the_scenario_come_first_and_the_rest_are_counted(
    briefing: Briefing, sources: tuple[Source, ...]
) -> None:
    """The first work is the one that most of the scenario's own figures come from."""
    listed = briefing.sections[3].points
    most = max(sources, key=lambda one: one.of_scenario)
    assert most.title in listed[0]
    assert listed[-1] == f"{len(sources) - len(listed) + 1} more works in report.html."


def test_the_stamp_says_whose_numbers_they_are(briefing: Briefing, found: dict[str, Any]) -> None:
    """Council, scenario, prices, runs, seed, results version, day, and how to make them again."""
    stamp = dict(briefing.stamp)
    assert "Rutland (E06000017)" in stamp["Council"]
    assert "no-wrong-door" in stamp["Scenario"]
    assert stamp["Prices"] == found["price_year"]
    assert stamp["Runs"] == "4 pairs over 2 years, seed 1"
    assert stamp["Results version"].startswith(f"{found['results_version']} ")
    assert stamp["Date"] == "3 May 2026"
    assert stamp["The same numbers again"] == found["reproduce"]


def test_it_is_a_function_of_what_the_json_file_holds(
    briefing: Briefing, found: dict[str, Any], sources: tuple[Source, ...]
) -> None:
    """Read back from JSON, the same comparison has the same briefing."""
    assert briefing_of(json.loads(json.dumps(found)), sources, MADE) == briefing


def test_what_is_believed_against_the_evidence_is_said_before_any_number(
    found: dict[str, Any],
) -> None:
    """A label of either arm stands above the tiles."""
    arms = [found["arms"][0], found["arms"][1] | {"labels": ["published claims"]}]
    assert briefing_of(found | {"arms": arms}, (), None).cautions == (
        "Published claims.",
        SYNTHETIC,
    )


# HTML -------------------------------------------------------------------------------------------


def test_the_page_is_whole_and_says_all_of_it(
    folder: Path, briefing: Briefing, read_page: Callable[[str], Any]
) -> None:
    """It nests, is in British English, loads nothing, and holds every word in order."""
    text = (folder / "briefing.html").read_text(encoding="utf-8")
    page = read_page(text)
    assert (page.faults, page.open) == ([], [])
    assert ("html", {"lang": "en-GB"}) in page.tags
    tags = [tag for tag, _ in page.tags]
    assert tags.count("h1") == 1
    assert not {"script", "img", "iframe", "link", "object"} & set(tags)
    assert not re.search(r"url\((?!#)|@import", text)
    at = 0
    for cell in cells(briefing):
        at = text.index(str(cell).replace("&", "&amp;").replace("'", "&#39;"), at)


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_fits_a_phone(
    folder: Path, context: BrowserContext, fits: Callable[[BrowserContext, Path], None]
) -> None:
    """Nothing reaches beyond a screen of 390 px, nor beyond wider ones."""
    fits(context, folder / "briefing.html")


@pytest.mark.slow
@pytest.mark.browser
def test_the_page_fits_two_sheets_of_paper_however_much_it_says(
    found: dict[str, Any],
    sources: tuple[Source, ...],
    chart: Chart,
    tmp_path: Path,
    context: BrowserContext,
) -> None:
    """With a headline of six lines, labels, and notes without end it prints on two pages of A4."""
    arms = [found["arms"][0], found["arms"][1] | {"labels": ["published claims"]}]
    much = {"notes": ["A note of several words. " * 6] * 30, "headline": "A long headline. " * 30}
    write_briefing(tmp_path, briefing_of(found | much | {"arms": arms}, sources, MADE), chart, MADE)
    page = context.new_page()
    page.goto((tmp_path / "briefing.html").as_uri())
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    printed = pypdf.PdfReader(tmp_path / "printed.pdf")
    assert len(printed.pages) == 2
    assert [round(float(side)) for side in printed.pages[0].mediabox[2:]] == [595, 842]
    assert "Whose numbers these are" in printed.pages[1].extract_text()


# PDF --------------------------------------------------------------------------------------------


class Tagged:
    """A PDF's tags in reading order: each with its kind and its alternative text."""

    def __init__(self, path: Path) -> None:
        self.reader = pypdf.PdfReader(path)
        self.root = self.reader.root_object
        self.tags = list(_tags(self.root["/StructTreeRoot"]["/K"]))

    def count(self, kind: str) -> int:
        """How many tags are of a kind."""
        return sum(name == kind for name, _ in self.tags)


def _tags(node: Any) -> Iterator[tuple[str, str | None]]:
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])[1:], node.get("/Alt")
        if "/K" in node:
            yield from _tags(node["/K"])


@pytest.fixture(scope="module")
def pdf(folder: Path) -> Tagged:
    """The PDF, its tags read."""
    return Tagged(folder / "briefing.pdf")


def test_the_pdf_is_tagged_titled_and_in_british_english(pdf: Tagged, briefing: Briefing) -> None:
    """A reader's program knows its language and title, that it is tagged, and that it is PDF/UA."""
    assert pdf.root["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert pdf.root["/Lang"] == "en-GB"
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.title == briefing.title
    assert b"pdfuaid:part" in pdf.root["/Metadata"].get_data()


def test_the_pdf_is_two_pages_of_a4(pdf: Tagged) -> None:
    """Both are upright A4."""
    assert [[round(float(side)) for side in one.mediabox[2:]] for one in pdf.reader.pages] == [
        [595, 842]
    ] * 2


def test_the_pdfs_tags_are_in_reading_order(pdf: Tagged, briefing: Briefing, chart: Chart) -> None:
    """Title, tiles, chart, sections: headings as they stand on paper, the picture after its heading."""
    assert pdf.count("H1") == 1
    outline = [one.title for one in _flat(pdf.reader.outline)]
    tiles = [one.heading for one in briefing.tiles]
    assert outline == [briefing.title, *tiles, *headings(briefing, chart)]
    assert pdf.count("H2") == len(outline) - 1
    order = [kind for kind, _ in pdf.tags if kind in {"H1", "H2", "Figure", "Table"}]
    first = ["H1", "H2", "H2", "H2", "H2", "Figure"]
    assert order == [*first, "H2", "Table", "H2", "Table", "H2", "H2", "H2", "Table"]


def _flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        if isinstance(one, list):
            yield from _flat(one)
        else:
            yield one


def test_the_pdfs_picture_has_its_words(pdf: Tagged, chart: Chart) -> None:
    """Its alternative is the chart's, and there is no other picture."""
    assert [alt for kind, alt in pdf.tags if kind == "Figure"] == [chart.alternative]


def test_the_pdfs_tables_have_headings_and_every_cell(pdf: Tagged, briefing: Briefing) -> None:
    """Each table has its heading row, which says so of its columns, and as many cells as the content."""
    sheets = [one.sheet for one in briefing.sections if one.sheet]
    heads = sum(len(sheet.headings) for sheet in sheets) + 2
    body = sum(len(row) for sheet in sheets for row in sheet.rows) + 2 * len(briefing.stamp)
    assert pdf.count("TH") == heads
    assert pdf.count("TD") == body
    assert pdf.count("THead") == len(sheets) + 1


def test_the_pdf_says_every_word(pdf: Tagged, briefing: Briefing) -> None:
    """Headline, tiles, tables, lists and stamp stand on its pages."""
    text = "".join("".join(one.extract_text() for one in pdf.reader.pages).split())
    lists = [point for section in briefing.sections for point in section.points]
    tiles = [part for tile in briefing.tiles for part in vars(tile).values()]
    for said in (briefing.headline, *briefing.cautions, *tiles, *cells(briefing), *lists):
        assert "".join(said.split()) in text, said


def test_a_long_briefing_stays_on_two_pages(
    briefing: Briefing, chart: Chart, tmp_path: Path
) -> None:
    """Letters shrink until the second page holds all."""
    more = Section("More", points=("A sentence of some length that has to be read as well.",) * 12)
    write_briefing(tmp_path, replace(briefing, sections=(*briefing.sections, more)), chart, MADE)
    assert len(pypdf.PdfReader(tmp_path / "briefing.pdf").pages) == 2


def test_letters_that_steer_or_are_strange_are_only_letters(
    briefing: Briefing, chart: Chart, tmp_path: Path
) -> None:
    """Nothing in a title is markup in any form; other scripts do not stop it."""
    title = "Doors #1 <b> *open* $x$ @you \\n 漢字 \x1b[31m"
    write_briefing(tmp_path, replace(briefing, title=title), chart, None)
    said = title.replace("\x1b", "\\x1b")
    assert pypdf.PdfReader(tmp_path / "briefing.pdf").metadata.title == said  # type: ignore[union-attr]
    assert Document(str(tmp_path / "briefing.docx")).core_properties.title == said
    assert "Doors #1 &lt;b&gt; *open*" in (tmp_path / "briefing.html").read_text(encoding="utf-8")


def test_the_same_briefing_gives_the_same_pdf(
    briefing: Briefing, chart: Chart, folder: Path, tmp_path: Path
) -> None:
    """Written twice it is the same to the byte."""
    write_briefing(tmp_path, briefing, chart, MADE)
    assert (tmp_path / "briefing.pdf").read_bytes() == (folder / "briefing.pdf").read_bytes()


# Word -------------------------------------------------------------------------------------------


def test_the_word_file_has_real_headings_title_and_language(
    folder: Path, briefing: Briefing, chart: Chart
) -> None:
    """Headings are headings, the title is the document's, every style is in British English."""
    document = Document(str(folder / "briefing.docx"))
    found = [
        (one.style.name, one.text)
        for one in document.paragraphs
        if one.style is not None and str(one.style.name).startswith("Heading")
    ]
    below = [("Heading 2", said) for said in headings(briefing, chart)]
    assert found == [("Heading 1", briefing.title), *below]
    assert document.core_properties.title == briefing.title
    assert document.core_properties.language == "en-GB"
    languages = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


@pytest.mark.slow
def test_the_word_files_tables_repeat_their_headings_and_hold_every_cell(
    folder: Path, briefing: Briefing
) -> None:
    """The first row of each is marked as its heading, no other is, and every cell is there in order."""
    document = Document(str(folder / "briefing.docx"))
    for table in document.tables:
        marked = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
        assert marked == [True, *[False] * (len(table.rows) - 1)]
    said = [cell.text for table in document.tables[1:] for row in table.rows for cell in row.cells]
    stamped = len(cells(briefing)) - 2 * len(briefing.stamp)
    assert said[:stamped] == cells(briefing)[:stamped]
    assert said[stamped + 2 :] == cells(briefing)[stamped:]
    tiles = [[cell.text for cell in row.cells] for row in document.tables[0].rows][1:]
    assert tiles == [[t.heading, t.number, t.verdict, t.range, t.about] for t in briefing.tiles]


def test_the_word_files_picture_has_its_words(folder: Path, chart: Chart) -> None:
    """One picture, with the chart's alternative."""
    shapes = Document(str(folder / "briefing.docx")).inline_shapes
    assert [one._inline.docPr.get("descr") for one in shapes] == [chart.alternative]

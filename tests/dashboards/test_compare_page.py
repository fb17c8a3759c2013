"""A comparison's whole answer in a real browser: every part of it holds the library's own numbers."""

import html
import io
import json
import re
import tomllib
import unicodedata
from collections.abc import Callable
from typing import Any

import openpyxl
import pandas as pd
import pypdf
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from dashboards.pages.choice import Choice
from dashboards.pages.running import FILES, beside, request_of
from dashboards.report import funnel_sheets, whom_sheets
from dashboards.report.briefing.content import tiles, whole
from dashboards.report.briefing.money import by_year, money
from dashboards.report.works import works
from scenarios.compare import compare
from simulation.runner.execution import Execution

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Open = Callable[..., None]
SECOND = 1000
#: The first run on a machine compiles the rules.
COMPILING = 240 * SECOND
CHOICE = Choice("E09000021", "no-wrong-door", 2, 4)
#: What reaches beyond the paper, other than what scrolls in a box of its own.
OFF_SCREEN = """() => [...document.querySelectorAll('.dw *')]
  .filter((e) => e.checkVisibility() && !e.closest('.dw-skip, .dw-unseen, svg'))
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
  .map((e) => e.outerHTML.slice(0, 80))"""
#: What the command tells of itself alone.
OF_ITSELF = ("timings", "assumptions")


@pytest.fixture(scope="module")
def truth(address: str, db: str) -> dict[str, Any]:
    """The same from Python, all of it."""
    del address  # The page's own server fills the database first.
    request, execution = request_of(CHOICE), Execution(2)
    comparison = compare(request, store=db, execution=execution)
    return beside(request, comparison, execution, lambda _: None).to_dict()


@pytest.fixture
def answered(quiet: Page, address: str, open_page: Open) -> Page:
    """The page with the whole answer."""
    open_page(quiet, address, CHOICE.link())
    if not quiet.locator("#dw-files").count():
        quiet.get_by_role("button", name="Run").press("Enter")
    expect(quiet.locator("#dw-files")).to_be_visible(timeout=COMPILING)
    # What is clicked must not move: the progress above it goes a moment after the files have come.
    expect(quiet.locator("#dw-running")).to_have_count(0)
    return quiet


def cells(page: Page, table: str) -> list[list[str]]:
    """What stands in a table, row by row."""
    rows = page.locator(f"#{table} tbody tr").all()
    return [[one.strip() for one in row.locator("> *").all_text_contents()] for row in rows]


def origin(page: Page) -> str:
    """Where a page's own addresses begin."""
    return str(page.evaluate("location.origin"))


def plain(rows: Any) -> list[list[str]]:
    """Rows of a sheet as a page writes them."""
    return [[cell.strip() for cell in row] for row in rows]


def test_every_part_holds_the_numbers_of_the_library(
    answered: Page,
    truth: dict[str, Any],
    complaints: Callable[[Page], list[list[str]]],
    reflows: Callable[[Page], None],
) -> None:
    """Tiles, money, for whom, why, how sure and where from are Python's; axe is content, and all of it reflows."""
    rows = whole(truth)
    for tile, one in zip(answered.locator("#dw-tiles li").all(), tiles(truth, rows), strict=True):
        expect(tile.get_by_role("heading")).to_have_text(one.heading)
        expect(tile.locator(".dw-number")).to_have_text(one.number)
        expect(tile.locator(".dw-verdict")).to_have_text(one.verdict)
        expect(tile).to_contain_text(one.range[1:])
    sums = money(truth, rows)
    assert sums.sheet is not None
    assert cells(answered, "dw-money-table") == plain(sums.sheet.rows)
    for said in sums.says:
        expect(answered.get_by_text(said)).to_be_visible()
    assert cells(answered, "dw-money-years") == plain(by_year(truth).rows)
    assert cells(answered, "dw-whom-groups") == plain(whom_sheets.groups(truth["whom"]).rows)
    surprises = [one["sentence"] for one in truth["funnel"]["surprises"]]
    told = [funnel_sheets.entered(truth["funnel"]), *funnel_sheets.sentences(truth["funnel"])]
    expect(answered.locator("#dw-why-said li")).to_have_text([*told, *surprises])
    expect(answered.locator("#dw-sure-points li").last).to_contain_text("passed its checks")
    addresses = {one.url for one in works(request_of(CHOICE).arms())}
    shown = answered.locator("#dw-sources a, #dw-works a").all()
    assert {one.get_attribute("href") for one in shown} == addresses
    assert len(cells(answered, "dw-assumed")) == len(truth["assumptions"])
    assert complaints(answered) == []
    reflows(answered)


def test_the_line_among_the_futures_is_moved_by_keyboard_and_typed(
    answered: Page, truth: dict[str, Any]
) -> None:
    """Whatever the line stands at, the words count the library's futures on either side of it."""
    values = truth["futures"]["differences"]["cost_council"]
    said, plot = answered.locator("#dw-dots-said"), answered.locator("#dw-dots svg")
    less = sum(one < 0 for one in values)
    expect(said).to_contain_text(f"in {less} of 4 possible futures less than without it")
    expect(plot.locator("circle")).to_have_count(4)
    box, line = answered.get_by_label("Line at"), answered.get_by_label("Line,", exact=False)
    for at in (0.5, 1.25, -3, 99):
        box.fill(f"{at}")
        below = sum(one < at * 1e6 for one in values)
        expect(said).to_contain_text(f"in {below} of 4 possible futures the difference is below")
        expect(said).to_contain_text(f"in {4 - below} it is that or above")
        expect(plot).to_have_attribute("data-below", f"{below}")
        expect(plot.locator("circle[fill='#801650']")).to_have_count(below)
    box.fill("0.5")
    slider = answered.locator("#dw-dots-line")
    slider.focus()
    answered.keyboard.press("ArrowRight")
    moved = float(box.input_value())
    assert moved > 0.5
    assert slider.get_attribute("aria-valuetext") == f"+£{moved:g}m"
    below = sum(one < moved * 1e6 for one in values)
    expect(said).to_contain_text(f"in {below} of 4 possible futures")
    box.fill("")
    expect(said).to_contain_text(f"in {below} of 4 possible futures")
    children = truth["futures"]["differences"]["children_looked_after"]
    answered.get_by_label("What differs").select_option("children_looked_after")
    fewer, same = (sum(one < 0 for one in children), sum(one == 0 for one in children))
    expect(said).to_contain_text(f"in {fewer} of 4 possible futures fewer than without it")
    if same:
        expect(said).to_contain_text(f"{same} the same")
    expect(line).to_be_visible()


def test_every_file_of_the_command_is_saved_and_read_back(
    answered: Page, truth: dict[str, Any]
) -> None:
    """Each opens in what it is for, and holds the numbers of the page."""
    links = answered.locator("#dw-files a").all()
    with answered.expect_download() as coming:
        links[0].click()
    assert coming.value.suggested_filename == "briefing.pdf"
    # Browsers let no page save more than ten files in a moment, so the others are asked for with its session.
    saved: dict[str, bytes] = {}
    for link in links:
        answer = answered.request.get(f"{origin(answered)}{link.get_attribute('href')}")
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        saved[str(link.get_attribute("download"))] = answer.body()
    assert saved["briefing.pdf"] == coming.value.path().read_bytes()
    names = {name.rpartition("/")[2] for name in FILES.values()} - {"baseline.toml"}
    assert names <= set(saved)
    assert len([name for name in saved if name.endswith((".png", ".svg"))]) == 6
    kept = json.loads(saved["comparison.json"])
    for name in set(truth) - set(OF_ITSELF):
        assert kept[name] == json.loads(json.dumps(truth[name])), name
    headline = truth["headline"]
    printed = "".join(
        one.extract_text() for one in pypdf.PdfReader(io.BytesIO(saved["briefing.pdf"])).pages
    )
    assert "".join(headline.split()) in "".join(printed.split())
    assert headline in [one.text for one in Document(io.BytesIO(saved["briefing.docx"])).paragraphs]
    for name in ("briefing.html", "report.html"):
        words = re.sub(r"<[^>]*>", "", html.unescape(saved[name].decode()))
        assert "".join(headline.split()) in "".join(words.split()), name
    assert "Summary" in openpyxl.load_workbook(io.BytesIO(saved["comparison.xlsx"])).sheetnames
    mean = whole(truth)["cost_council"]["difference"]["mean"]
    table = pd.read_csv(io.BytesIO(saved["comparison.csv"]))
    cost = table[(table["measure"] == "cost_council") & (table["window"] == "total")]
    assert cost["difference_mean"].item() == pytest.approx(mean)
    assert not pd.read_csv(io.BytesIO(saved["whom.csv"])).empty
    assert saved["comparison.parquet"].startswith(b"PAR1")
    assert tomllib.loads(saved["scenario.toml"].decode())["interventions"]


def test_on_paper_stands_the_answer_alone(answered: Page, truth: dict[str, Any]) -> None:
    """Printed, every part that is open is there in few pages, nothing is cut off, and nothing asks to be pressed."""
    printed = pypdf.PdfReader(io.BytesIO(answered.pdf(format="A4", print_background=True)))
    read = unicodedata.normalize("NFKC", "".join(one.extract_text() for one in printed.pages))
    text = "".join(read.split())
    rows = whole(truth)
    said = [truth["headline"], *(one.number for one in tiles(truth, rows))]
    said += [one["sentence"] for one in truth["funnel"]["surprises"]]
    assert len(printed.pages) <= 12
    for one in said:
        assert "".join(one.split()) in text, one
    for one in ("more is surer and slower", "Line at,", "Every other measure"):
        assert "".join(one.split()) not in text, one
    answered.emulate_media(media="print")
    answered.set_viewport_size({"width": 718, "height": 1000})
    assert answered.evaluate(OFF_SCREEN) == []


def test_what_would_have_to_be_true_is_asked_of_the_same_choice(answered: Page) -> None:
    """The way from money to its case keeps council, scenario, years and runs."""
    answered.get_by_role("link", name="What would have to be true for this to pay?").click()
    expect(answered.get_by_role("heading", level=1)).to_have_text(
        "What would have to be true for this to pay?"
    )
    expect(answered.locator("#dw-council")).to_have_value(CHOICE.council)
    expect(answered.locator("#dw-scenario")).to_have_value(CHOICE.scenario)
    expect(answered.locator("#dw-years")).to_have_value("2")
    expect(answered.locator("#dw-runs")).to_have_value("4")
    expect(answered.locator("#dw-notes")).to_have_count(0)


def test_the_answer_stands_while_more_is_found_out_and_when_that_is_stopped(
    quiet: Page, address: str, open_page: Open
) -> None:
    """As soon as all runs are there it is whole, without a label; Stop keeps it, and says how to go on."""
    choice = Choice("E06000017", "no-wrong-door", 3, 12)
    open_page(quiet, address, choice.link())
    quiet.get_by_role("button", name="Run").click()
    words = quiet.locator("#dw-running label")
    expect(words).to_contain_text("Following who comes into care", timeout=COMPILING)
    result = quiet.locator("#dw-result")
    expect(result).to_have_attribute("data-stamp", choice.stamp())
    expect(quiet.locator("#dw-label")).to_be_hidden()
    expect(quiet.locator("#dw-tiles li")).to_have_count(3)
    expect(quiet.locator("#dw-files")).to_have_count(0)
    quiet.get_by_role("button", name="Stop").click()
    expect(quiet.locator("#dw-empty")).to_contain_text("Finished runs are kept; press Run to go on")
    expect(result).to_have_attribute("data-standing", "whole")

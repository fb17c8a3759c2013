"""Home and the lists in a real browser: a result is there already, and every page is a click away."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from dashboards.pages.home import starts
from dashboards.pages.shipped import shipped
from dashboards.pages.studies import by_name

pytestmark = pytest.mark.browser

Complaints = Callable[[Page], list[list[str]]]


def test_home_shows_a_result_and_leads_everywhere(
    quiet: Page, address: str, complaints: Complaints, reflows: Callable[[Page], None]
) -> None:
    """The result that ships is on the screen, and every link of Home opens a page of its own."""
    quiet.goto(address)
    expect(quiet.get_by_role("heading", level=1)).to_have_count(1)
    expect(quiet.locator("#dw-headline")).to_have_text(shipped()["headline"])
    numbers = [one["number"] for one in shipped()["tiles"]]
    expect(quiet.locator("#dw-tiles .dw-number")).to_have_text(numbers)
    for row in shipped()["table"]["rows"]:
        cells = quiet.locator(f"#dw-numbers tr[data-measure={row['name']}] > *")
        expect(cells).to_have_text(row["cells"])
    assert complaints(quiet) == []
    reflows(quiet)
    wanted = {path: question for path, question, _ in starts()}
    titles = {one.path: one.title for one in by_name().values()}
    for path, question in (wanted | titles).items():
        links = quiet.locator("main").get_by_role("link", name=question, exact=True)
        assert {one.get_attribute("href") for one in links.all()} == {path}
    quiet.get_by_role("link", name="Open this comparison and change it").click()
    expect(quiet.locator("#dw-run")).to_be_visible()
    assert quiet.url == address + shipped()["link"][1:]


def test_the_style_comes_with_the_page_itself(page: Page, address: str) -> None:
    """Before any script has run the page has linked its style: nobody sees it bare."""
    answer = page.request.get(address)
    assert "/static/assets/custom.css" in answer.text()
    style = page.request.get(f"{address}static/assets/custom.css")
    assert ".dw-headline" in style.text()


@pytest.mark.slow
def test_boxes_of_a_row_stand_level_and_run_behind_the_last(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """A name of two lines pushes no box down, and Run stands behind the last box where there is room."""
    open_page(quiet, address, "forecast")
    quiet.locator("form summary").click()
    boxes = [one.bounding_box() for one in quiet.locator("details .dw-field input").all()]
    rows = sorted({round(box["y"]) for box in boxes if box})
    tall = max(box["height"] for box in boxes if box)
    assert all(below - above > 2 * tall for above, below in pairwise(rows))
    open_page(quiet, address, "order")
    last, run = (quiet.locator(one).bounding_box() for one in ("#dw-runs", "#dw-run"))
    assert last is not None
    assert run is not None
    assert abs(last["y"] - run["y"]) <= 2
    assert 0 < run["x"] - last["x"] - last["width"] < 40


@pytest.mark.slow
@pytest.mark.parametrize("path", ["plan", "evaluate", "research"])
def test_a_list_leads_to_its_pages(
    quiet: Page,
    address: str,
    complaints: Complaints,
    reflows: Callable[[Page], None],
    path: str,
) -> None:
    """Plan, Evaluate and Research mark themselves in the header, and every question leads to its page."""
    quiet.goto(address + path)
    expect(quiet.locator("nav [aria-current=page]")).to_have_text(path.title())
    questions = [one for one in by_name().values() if one.group == path]
    expect(quiet.locator(".dw-questions a")).to_have_text([one.title for one in questions])
    assert complaints(quiet) == []
    reflows(quiet)
    for one in questions:
        quiet.get_by_role("link", name=one.title).click()
        expect(quiet.get_by_role("heading", level=1)).to_have_text(one.title)
        expect(quiet.locator("nav [aria-current=true]")).to_have_text(path.title())
        quiet.go_back()
        expect(quiet.get_by_role("heading", level=1)).to_have_text(path.title())


@pytest.mark.slow
def test_a_link_made_before_home_was_there_opens_the_comparison(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """A shared link without a page's name still shows what it is about."""
    open_page(quiet, address, "?v=1&council=E06000017&scenario=no-wrong-door&years=1&runs=3")
    expect(quiet.get_by_label("Council")).to_have_value("E06000017")
    expect(quiet.get_by_label("Runs")).to_have_value("3")


def test_an_unknown_address_says_so_and_leads_home(
    page: Page, address: str, complaints: Complaints
) -> None:
    """It has a page of its own, with the way to the first."""
    for path in ("nowhere", "case/deeper", "files/key/name.csv"):
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "There is nothing at this address"
        )
    assert complaints(page) == []
    page.get_by_role("link", name="its first page").click()
    expect(page.locator("#dw-headline")).to_be_visible()

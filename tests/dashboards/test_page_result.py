"""The result in a real browser: kept, labelled and replaced in order; found in the store; in sight."""

from collections.abc import Callable
from itertools import groupby

import pytest
from playwright.sync_api import Page, expect

from dashboards.pages.choice import Choice
from dashboards.pages.running import request_of
from dashboards.pages.showing import BESIDE
from scenarios.compare import compare

pytestmark = pytest.mark.browser

Open = Callable[..., None]
SECOND = 1000
#: The first run on a machine compiles the rules.
COMPILING = 240 * SECOND
RUTLAND, LEEDS = "E06000017", "E08000035"
SCENARIO = "no-wrong-door-wigan"
#: Notes whatever stands in the result's place: what it is, its label, its title, and the address.
WATCH = """() => {
  window.seen = [];
  const note = () => {
    const result = document.querySelector('#dw-result');
    if (!result) return window.seen.push(null);
    const text = (id) => result.querySelector(id).textContent;
    window.seen.push([result.dataset.standing, text('#dw-label'), text('#dw-title'), location.pathname + location.search]);
  };
  new MutationObserver(note).observe(document.querySelector('#dw-main'),
    { subtree: true, childList: true, characterData: true, attributes: true });
}"""
#: Figures of the tables that go over the end of a line, such as "+" and "£862k"; what is longer is no figure.
TORN = """() => [...document.querySelectorAll(".dw td")].flatMap(cell => {
  const torn = [], texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  for (let text; (text = texts.nextNode());)
    for (const word of text.data.matchAll(/[^ ]*\\d[^ ]*/g)) {
      if (word[0].length >= 20) continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map(box => box.top)).size > 1) torn.push(word[0]);
    }
  return torn;
})"""


def store(choice: Choice, db: str) -> None:
    """Put the runs of a choice into the results database from outside the page."""
    compare(request_of(choice), store=db)


def run(page: Page, council: str, years: int, runs: int) -> None:
    """Choose and press Run from the keyboard."""
    page.get_by_label("Council", exact=True).select_option(council)
    page.get_by_label("What happens there").select_option(SCENARIO)
    page.get_by_label("Years", exact=True).fill(str(years))
    page.get_by_label("Runs", exact=True).fill(str(runs))
    page.get_by_role("button", name="Run").press("Enter")


@pytest.mark.slow
def test_a_link_shows_what_the_store_holds_without_a_run(
    quiet: Page, address: str, db: str, open_page: Open
) -> None:
    """All runs stored: the result. Some: how many. None: what to do. Nothing starts by itself."""
    store(Choice(LEEDS, SCENARIO, 1, 3), db)
    choice = Choice(LEEDS, SCENARIO, 1, 3)
    open_page(quiet, address, choice.link())
    result = quiet.locator("#dw-result")
    expect(result).to_have_attribute("data-stamp", choice.stamp())
    expect(result).to_have_attribute("data-standing", "whole")
    expect(quiet.locator("#dw-empty")).to_have_text(BESIDE)

    open_page(quiet, address, Choice(LEEDS, SCENARIO, 1, 5).link())
    told = quiet.locator("#dw-empty")
    expect(told).to_have_text("3 of 5 runs are stored; Run does the rest.")
    expect(result).to_have_count(0)
    expect(quiet.locator("#dw-running")).to_have_count(0)

    open_page(quiet, address, Choice(LEEDS, SCENARIO, 2, 3).link())
    expect(told).to_have_text("Choose, then press Run.")


@pytest.mark.slow
def test_an_old_result_stays_labelled_until_the_new_one_is_there(
    quiet: Page, address: str, db: str, open_page: Open
) -> None:
    """From one choice to the next there is always a result, and it always names its own choice."""
    store(Choice(LEEDS, SCENARIO, 1, 3), db)
    open_page(quiet, address, Choice(LEEDS, SCENARIO, 1, 3).link())
    result, title = quiet.locator("#dw-result"), quiet.locator("#dw-title")
    expect(result).to_have_attribute("data-standing", "whole")
    old = title.inner_text()
    assert old.startswith("Leeds, ")

    quiet.get_by_label("Council", exact=True).select_option(RUTLAND)
    differs = quiet.locator("#dw-differs")
    expect(differs).to_have_text(f"Not run yet. What is below is of {old}.")
    ground = "getComputedStyle(document.querySelector('#dw-result')).backgroundColor"
    assert quiet.evaluate(ground) == "rgb(243, 242, 241)"

    quiet.evaluate(WATCH)
    new = Choice(RUTLAND, SCENARIO, 1, 120)
    run(quiet, RUTLAND, 1, 120)
    expect(result).to_have_attribute("data-stamp", new.stamp(), timeout=COMPILING)
    expect(differs).to_be_hidden()
    assert quiet.evaluate(ground) == "rgba(0, 0, 0, 0)"
    expect(quiet.get_by_role("button", name="Run")).to_be_focused()

    seen = quiet.evaluate("window.seen")
    assert None not in seen
    under_new = [one for one in seen if one[3] == new.link()]
    standings = [standing for standing, _ in groupby(one[0] for one in under_new)]
    # The address changes a moment before the first message from the server brings the label.
    assert standings[standings[0] == "whole" :] == ["earlier", "so far", "whole"]
    told = [label for label, _ in groupby(one[1] for one in under_new) if label]
    assert told[0].startswith(f"Earlier result, of {old}.")
    assert all("of 120 runs; ranges will still move" in label for label in told[1:])
    assert all(one[2] == old for one in under_new if one[1].startswith("Earlier"))


@pytest.mark.slow
def test_the_time_left_is_told_and_stopping_keeps_what_there_is(
    quiet: Page, address: str, open_page: Open
) -> None:
    """A long run says how long is left; stopped, it shows its runs so far and focus goes to Run."""
    open_page(quiet, address)
    run(quiet, LEEDS, 10, 200)
    expect(quiet.get_by_role("button", name="Run")).to_be_focused()
    words = quiet.locator("#dw-running label")
    expect(words).to_contain_text("runs finished, about", timeout=COMPILING)
    expect(words).to_contain_text("left")
    expect(quiet.locator("#dw-label")).to_contain_text("of 200 runs; ranges will still move")
    quiet.get_by_role("button", name="Stop").press("Enter")
    expect(quiet.locator("#dw-empty")).to_contain_text("Finished runs are kept")
    expect(quiet.locator("#dw-label")).to_contain_text("of 200 runs, since it did not finish")
    expect(quiet.get_by_role("button", name="Run")).to_be_focused()


@pytest.mark.slow
def test_nothing_of_a_result_is_off_screen(
    quiet: Page, address: str, db: str, open_page: Open, reflows: Callable[[Page], None]
) -> None:
    """At phone widths and magnified (1280 at 200% is 640), all numbers lie within the screen, whole."""
    choice = Choice(LEEDS, "no-wrong-door", 3, 3)
    store(choice, db)
    open_page(quiet, address, choice.link())
    expect(quiet.locator("#dw-result")).to_have_attribute("data-standing", "whole")
    reflows(quiet)
    for width in (1280, 1024, 920, 640, 390, 320):
        quiet.set_viewport_size({"width": width, "height": 800})
        assert (width, quiet.evaluate(TORN)) == (width, [])
        for row in quiet.locator("#dw-numbers tbody tr").all():
            expect(row.get_by_role("cell").last).to_be_visible()

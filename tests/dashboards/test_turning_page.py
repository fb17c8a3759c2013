"""Sliders in a real browser: a first estimate as one moves, the full run when it is let go, and the same by command."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboards.pages.choice import Choice

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECOND = 1000
LONG = 240 * SECOND
CHOICE = Choice("E06000017", "no-wrong-door", 2, 4)
#: Writes in two boxes, leaves both, and notes what the second shows until the address holds its number.
BOTH_AT_ONCE = """async (text) => {
  const [later, hubs] = ['later', 'hubs'].map((name) => document.getElementById('dw-dial-' + name));
  const write = (box, value) => {
    box.value = value;
    for (const kind of ['input', 'change']) box.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  write(later, '3');
  write(hubs, '5');
  const shown = [];
  while (!decodeURIComponent(location.href).includes(text)) {
    shown.push(hubs.value);
    await new Promise((done) => setTimeout(done, 1));
  }
  return [...shown, hubs.value];
}"""


def set_to(*numbers: str) -> Choice:
    """Return the choice with numbers turned."""
    return Choice(*CHOICE.stamp().split("|")[:2], 2, 4, numbers)


@pytest.fixture(scope="module")
def address(db: str, serve: Callable[..., object]) -> Iterator[str]:
    """Pages that run beforehand what sliders may ask for."""
    with serve(db, 0, "--estimates") as (named, _):  # type: ignore[attr-defined]
        yield named


@pytest.fixture
def answered(quiet: Page, address: str, open_page: Callable[..., None]) -> Locator:
    """Return the answer of the choice as it stands."""
    open_page(quiet, address, CHOICE.link())
    quiet.get_by_role("button", name="Run").click()
    result = quiet.locator("#dw-result")
    expect(result).to_have_attribute("data-stamp", CHOICE.stamp(), timeout=LONG)
    return result


def test_a_slider_answers_at_once_and_then_in_full(
    quiet: Page,
    address: str,
    answered: Locator,
    complaints: Callable[[Page], list[list[str]]],
) -> None:
    """Held, an estimate marked as one; let go, the full run under a link and a command that find it again; axe is content."""
    expect(quiet.locator("#dw-bank")).to_contain_text("settings that were really run", timeout=LONG)
    expect(quiet.locator("#dw-first")).to_have_count(0)

    slider = quiet.get_by_label("Number of hubs, slider")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    quiet.mouse.move(box["x"] + 0.02 * box["width"], box["y"] + box["height"] / 2)
    quiet.mouse.down()
    quiet.mouse.move(box["x"] + 0.27 * box["width"], box["y"] + box["height"] / 2)
    expect(quiet.locator("#dw-first")).to_have_text("First estimate")
    expect(quiet.locator(".dw-first .dw-number")).to_have_count(3)
    expect(quiet.get_by_label("Number of hubs", exact=True)).to_have_value("2")
    assert complaints(quiet) == []
    assert quiet.url == address + CHOICE.link()[1:]

    quiet.mouse.up()
    wanted = set_to("hubs=2")
    expect(answered).to_have_attribute("data-stamp", wanted.stamp(), timeout=LONG)
    expect(answered).to_have_attribute("data-standing", "whole", timeout=LONG)
    expect(quiet.locator("#dw-first")).to_have_count(0)
    expect(quiet.locator("#dw-command")).to_contain_text("--set hubs=2")
    assert quiet.url == address + wanted.link()[1:]

    quiet.reload()
    expect(answered).to_have_attribute("data-stamp", wanted.stamp(), timeout=LONG)
    expect(quiet.get_by_label("Number of hubs", exact=True)).to_have_value("2")
    # By keyboard alone.
    slider.focus()
    slider.press("Home")
    expect(answered).to_have_attribute("data-stamp", CHOICE.stamp(), timeout=LONG)
    expect(quiet.get_by_label("Number of hubs", exact=True)).to_have_value("1")
    assert quiet.evaluate("document.activeElement.type") == "range"


def test_a_number_beyond_the_ends_is_said_beside_it(
    quiet: Page,
    answered: Locator,
    complaints: Callable[[Page], list[list[str]]],
) -> None:
    """The end that is used is told, until another number is set; other settings stay as they are."""
    hubs = quiet.get_by_label("Number of hubs", exact=True)
    later = quiet.get_by_label("Months later than planned", exact=True)
    later.fill("3")
    hubs.fill("77")
    hubs.press("Tab")
    told = quiet.locator("#dw-dial-hubs-said")
    expect(told).to_have_text("77 is beyond 1 to 5, so 5 is used.")
    expect(hubs).to_have_value("5")
    expect(later).to_have_value("3")
    wanted = set_to("hubs=5", "later=3")
    expect(answered).to_have_attribute("data-stamp", wanted.stamp(), timeout=LONG)
    expect(told).to_have_text("77 is beyond 1 to 5, so 5 is used.")
    assert complaints(quiet) == []
    hubs.fill("2")
    hubs.press("Tab")
    expect(told).to_have_text("")


def test_what_is_being_written_outlasts_the_answer_to_another_number(
    quiet: Page, answered: Locator
) -> None:
    """A number typed but not yet left stays when the page moves on to the one before; left, both are run."""
    hubs = quiet.get_by_label("Number of hubs", exact=True)
    later = quiet.get_by_label("Months later than planned", exact=True)
    later.fill("3")
    hubs.click()
    hubs.fill("4")
    expect(quiet).to_have_url(re.compile("later%3D3"))
    expect(answered).to_have_attribute("data-stamp", set_to("later=3").stamp(), timeout=LONG)
    expect(hubs).to_have_value("4")
    hubs.press("Tab")
    expect(answered).to_have_attribute(
        "data-stamp", set_to("hubs=4", "later=3").stamp(), timeout=LONG
    )


def test_an_answer_to_the_first_of_two_numbers_does_not_put_the_second_back(
    quiet: Page, answered: Locator
) -> None:
    """Both left at once: the later box shows its own number throughout."""
    shown = quiet.evaluate(BOTH_AT_ONCE, "hubs=5")
    assert (set(shown), len(shown) > 1) == ({"5"}, True)
    wanted = set_to("hubs=5", "later=3")
    expect(answered).to_have_attribute("data-stamp", wanted.stamp(), timeout=LONG)

"""The page in a real browser with the network blocked: choose, run, and read the true numbers.

The server is the command's own, in a process of its own with a database of its own.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from calibration.joint.store import usual
from dashboards.pages.choice import Choice
from dashboards.pages.options import options
from dashboards.pages.payload import payload
from dashboards.report.content import Content

pytestmark = pytest.mark.browser

COUNCIL, RUNS, YEARS = "Leeds", 4, 1
SECOND = 1000
#: The first run on a machine compiles the rules.
COMPILING = 240 * SECOND

Open = Callable[..., None]


def truth(choice: Choice, db: str) -> Content:
    """Return the same comparison from Python; its runs are taken from the page's database."""
    from dashboards.report.from_comparison import content_of
    from scenarios.compare import compare
    from scenarios.request import CompareRequest

    request = CompareRequest(
        authority=choice.council,
        scenario=choice.scenario,
        years=choice.years,
        replicates=choice.runs,
        calibration=usual(),
    )
    comparison = compare(request, store=db)
    assert comparison.timings["replicates_run"] == 0
    return content_of(comparison)


def test_a_comparison_is_chosen_run_and_read_without_internet(
    quiet: Page,
    address: str,
    db: str,
    open_page: Open,
    complaints: Callable[[Page], list[list[str]]],
) -> None:
    """Choosing, running and reading works offline, and the page shows Python's own numbers; axe is content."""
    council = next(o for o in options().councils if o.label == COUNCIL)
    choice = Choice(council.value, "no-wrong-door-wigan", YEARS, RUNS)
    open_page(quiet, address)
    quiet.get_by_label("Council").select_option(label=COUNCIL)
    quiet.get_by_label("What happens there").select_option(choice.scenario)
    quiet.get_by_label("Years").fill(str(YEARS))
    quiet.get_by_label("Runs").fill(str(RUNS))
    quiet.get_by_role("button", name="Run").click()
    result = quiet.locator("#dw-result")
    expect(result).to_have_attribute("data-stamp", choice.stamp(), timeout=COMPILING)

    shown = payload(truth(choice, db), choice.stamp())
    expect(quiet.locator("#dw-headline")).to_have_text(shown["headline"])
    expect(quiet.locator("#dw-live")).to_have_text(shown["headline"])
    for row in shown["tables"][0]["rows"]:
        cells = quiet.locator(f"#dw-numbers tr[data-measure={row['name']}] > *")
        expect(cells).to_have_text(row["cells"])
    charts = result.locator("svg[data-points]")
    expect(charts).to_have_count(2)
    for i, chart in enumerate(shown["charts"]):
        expect(charts.nth(i)).to_have_attribute("aria-label", chart["alt"])
        expect(charts.nth(i).locator("path[fill=none]")).to_have_count(len(chart["series"]))
    assert quiet.url == address + choice.link()[1:]

    asked = f"--authority Leeds --scenario {choice.scenario} --years 1 --replicates 4"
    said = f"doorways compare {asked} --for-whom"
    expect(quiet.locator("#dw-command")).to_have_text(said)
    assert complaints(quiet) == []

    quiet.reload()
    expect(result).to_have_attribute("data-stamp", choice.stamp())


def test_a_bad_link_is_told_and_made_safe(quiet: Page, address: str, open_page: Open) -> None:
    """An out-of-range link gives a sentence and values that can be run."""
    open_page(quiet, address, "compare?council=Atlantis&years=99&runs=1")
    expect(quiet.locator("#dw-notes li")).to_have_count(3)
    expect(quiet.get_by_label("Years")).to_have_value("10")
    expect(quiet.get_by_label("Runs")).to_have_value("2")


@pytest.mark.slow
def test_a_long_comparison_can_be_stopped(quiet: Page, address: str, open_page: Open) -> None:
    """Stop ends a comparison, says that finished runs are kept, and Run can be pressed again."""
    open_page(quiet, address, "compare?council=Rutland&years=10&runs=200")
    quiet.get_by_role("button", name="Run").click()
    quiet.get_by_role("button", name="Stop").click()
    expect(quiet.locator("#dw-empty")).to_contain_text("Finished runs are kept", timeout=COMPILING)
    expect(quiet.get_by_role("button", name="Run")).to_be_enabled()


@pytest.mark.slow
def test_the_page_can_be_read_and_used_by_everyone(
    quiet: Page, address: str, open_page: Open
) -> None:
    """It names its language and title, has one h1 and landmarks, says what it is, and reflows."""
    quiet.set_viewport_size({"width": 320, "height": 720})
    open_page(quiet, address)
    expect(quiet.locator("html")).to_have_attribute("lang", "en-GB")
    expect(quiet).to_have_title("Doorways: what would change here?")
    expect(quiet.get_by_role("heading", level=1)).to_have_count(1)
    expect(quiet.get_by_role("main")).to_have_count(1)
    expect(quiet.get_by_text("not a prediction of any child")).to_be_visible()
    assert quiet.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert "user-scalable" not in quiet.content()

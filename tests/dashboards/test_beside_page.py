"""Side by side in a real browser: from Home by clicks, run, and read as the library has it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from calibration.beliefs.authorities.load import profile
from dashboards.jobs import Job
from dashboards.pages.beside import TITLE, sheet
from dashboards.pages.beside_choice import Beside, name
from dashboards.pages.beside_running import run
from dashboards.pages.options import options
from dashboards.report import forecast_sheets
from scenarios.forecast.standing import standing

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SECOND = 1000
#: The first run on a machine compiles the rules.
COMPILING = 240 * SECOND
KINGSTON = "E09000021"
CHOSEN = Beside(KINGSTON, "no-wrong-door", KINGSTON, "pause", "E06000017", "no-wrong-door", 1, 3)


def test_three_comparisons_are_put_side_by_side_and_read(
    quiet: Page,
    address: str,
    db: str,
    complaints: Callable[[Page], list[list[str]]],
    reflows: Callable[[Page], None],
) -> None:
    """Home, Compare, side by side, Run: Python's own numbers, clean to axe, within the screen, and there by link."""
    quiet.goto(address)
    quiet.get_by_role("link", name="Compare", exact=True).click()
    quiet.get_by_role("link", name="side by side").click()
    expect(quiet.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert complaints(quiet) == []
    expect(quiet.locator("#dw-scenario > option").filter(has_text="twin")).to_have_count(0)
    expect(quiet.locator("#dw-scenario > optgroup option[value=pause-null]")).to_have_count(1)
    for field in ("council", "scenario", "council_2", "scenario_2", "council_3", "scenario_3"):
        quiet.locator(f"#dw-{field}").select_option(getattr(CHOSEN, field))
    quiet.locator("#dw-years").fill("1")
    quiet.locator("#dw-runs").fill("3")
    quiet.get_by_role("button", name="Run").press("Enter")
    result = quiet.locator("#dw-result")
    expect(result).to_have_attribute("data-stamp", CHOSEN.stamp(), timeout=COMPILING)
    assert quiet.url == address + CHOSEN.link()[1:]

    truth = run(CHOSEN, db, Job(CHOSEN))
    offered = options()
    names = [name(place, one, offered) for place, one in enumerate(CHOSEN.choices())]
    expected = sheet(names, [one.content for one in truth.columns])
    expect(quiet.locator("#dw-headline")).to_have_text(truth.headline)
    expect(quiet.locator("#dw-live")).to_have_text(truth.headline)
    expect(quiet.locator("#dw-beside-table thead th")).to_have_text(list(expected.headings))
    cells = [cell for row in expected.rows for cell in row]
    expect(quiet.locator("#dw-beside-table tbody tr > *")).to_have_text(cells)
    expect(result.locator("svg[data-points]")).to_have_count(3)
    expect(quiet.locator("#dw-between-AB caption")).to_have_text("B less A, in the same futures")
    expect(quiet.locator("#dw-command-3")).to_contain_text("--scenario pause --years 1")
    expect(quiet.locator("#dw-command-3")).to_contain_text("--baseline no-wrong-door")
    for k, code in enumerate((KINGSTON, "E06000017")):
        stands = forecast_sheets.standing({"standing": standing(profile(code))})
        quiet.get_by_text(f"Where {profile(code).name} stands in England").first.click()
        expect(quiet.locator(f"#dw-standing-{k} tbody tr > *")).to_have_text(
            [cell.strip() for row in stands.rows for cell in row]
        )
    assert complaints(quiet) == []
    reflows(quiet)

    quiet.reload()
    expect(result).to_have_attribute("data-stamp", CHOSEN.stamp())
    quiet.get_by_role("link", name="Open C: Rutland").click()
    expect(result).to_have_attribute("data-stamp", CHOSEN.choices()[2].stamp())
    quiet.get_by_role("link", name="Put another council or scenario beside it").click()
    expect(quiet.locator("#dw-council_2")).to_have_value("E06000017")

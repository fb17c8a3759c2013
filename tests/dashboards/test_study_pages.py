"""Every study's page in a real browser with the network blocked: chosen, run, and read as the library has it.

One server serves all of them, with a database of its own; every choice is the smallest there is.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from calibration.beliefs.authorities.load import profile
from calibration.joint.store import shipped
from dashboards.pages import fields
from dashboards.pages.stands import TITLE
from dashboards.pages.studies import by_name
from dashboards.pages.study import Answer, Chosen, Study, Work
from dashboards.report import forecast_sheets
from scenarios.forecast.standing import standing
from simulation.runner.execution import Execution
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Complaints = Callable[[Page], list[list[str]]]
SECOND = 1000
#: The first run on a machine compiles the rules.
COMPILING = 240 * SECOND
KINGSTON = "E09000021"
SMALL: dict[str, Any] = {"council": KINGSTON, "years": 1, "runs": 2}
#: What is chosen of each study, besides what is small in all of them.
CHOSEN: dict[str, dict[str, Any]] = {
    "forecast": {"record": "left-out", "entries_10": 10},
    "case": {"off_savings": 15},
    "portfolio": {"members": ["no-wrong-door", "mockingbird"], "budget": 12.5},
    "resources": {"scenario": "no-wrong-door-wigan"},
    "readiness": {"sponsor": "yes", "running_money": "no"},
    "launch": {},
    "order": {"scenario": "wigan-adaptation"},
    "adapt": {},
    "councils": {"councils": "neighbours of Kingston upon Thames"},
    "funnel": {"years": 2},
    "headlines": {"cohort_months": 6, "window_months": 6},
    "trial": {"authorities": 2, "replications": 2, "design": "before-after"},
    "batch": {"councils": "neighbours of Rutland", "scenarios": ["mockingbird", "share"]},
    "diagnose": {"touching": "missing_episodes", "beside": shipped()[0].short},
    "backtest": {"councils": "E06000017", "origins": ["2023"], "horizon": 1, "futures": 2},
    "sensitivity": {"runs": 200, "measure": "children_looked_after", "of": "baseline"},
    "figure": {"measure": "placement_moves"},
    "cite": {"scenario": "wigan-adaptation"},
}


def chosen_of(study: Study) -> Chosen:
    """What is chosen of a study."""
    values, notes = fields.settle(SMALL | CHOSEN[study.name], study.fields)
    assert notes == ()
    return study.chosen(values)


def truth(study: Study, chosen: Chosen, folder: Path, db: str) -> Answer:
    """The same from Python; what the page's database holds of it is taken from there."""
    with open_store(db) as store:
        execution = Execution(shelf=Shelf(store, pytest.fail))
        return study.answer(dict(chosen.values), Work(execution, folder, db))


def choose(page: Page, study: Study, chosen: Chosen) -> None:
    """Fill in the form as a person would."""
    expect(page.locator("#dw-run")).to_be_visible()
    for summary in page.locator("form summary").all():
        summary.click()
    fill: dict[str, Callable[[Locator, Any], object]] = {
        "number": lambda box, value: box.fill(str(value)),
        "select": lambda box, value: box.select_option(str(value)),
        "radio": lambda box, value: box.get_by_label(str(value), exact=True).check(),
        "several": tick,
    }
    for field in study.fields:
        value = dict(chosen.values)[field.name]
        fill[field.shown()["kind"]](page.locator(f"#dw-{field.name}"), value)


def tick(box: Locator, values: tuple[str, ...]) -> None:
    """Tick some of a list, then clear the rest: of none at all the last could not be cleared."""
    for wanted in (True, False):
        for one in box.locator("input").all():
            if (one.get_attribute("value") in values) is wanted:
                one.set_checked(wanted)


def standing_there(page: Page, study: Study, found: Answer) -> None:
    """Where the council stands is told once, by what is published, beside every answer of one council."""
    sheet = forecast_sheets.standing({"standing": standing(profile(KINGSTON))})
    told = [one.sheet for one in found.tables if one.sheet.headings == sheet.headings]
    of_one = any(one.name == "council" for one in study.fields)
    expect(page.locator("#dw-standing")).to_have_count(int(of_one and not told))
    if of_one and not told and dict(chosen_of(study).values)["council"] == KINGSTON:
        page.get_by_text(TITLE).first.click()
        cells = page.locator("#dw-standing tbody tr > *")
        expect(cells).to_have_text([cell.strip() for row in sheet.rows for cell in row])


@pytest.mark.parametrize("name", CHOSEN)
def test_a_study_is_chosen_run_and_read(
    quiet: Page,
    address: str,
    open_page: Callable[..., None],
    complaints: Complaints,
    reflows: Callable[[Page], None],
    tmp_path: Path,
    db: str,
    undrawn: None,
    name: str,
) -> None:
    """Its page works offline, shows Python's own numbers, is clean, reflows, and comes back by its link."""
    study = by_name()[name]
    chosen = chosen_of(study)
    open_page(quiet, address, study.path)
    expect(quiet).to_have_title(f"Doorways: {study.title[:1].lower()}{study.title[1:]}")
    assert complaints(quiet) == []
    quiet.reload()
    choose(quiet, study, chosen)
    quiet.get_by_role("button", name="Run").click()
    result = quiet.locator("#dw-result")
    expect(result).to_have_attribute("data-stamp", chosen.stamp(), timeout=COMPILING)
    assert quiet.url == address + chosen.link()[1:]

    found = truth(study, chosen, tmp_path, db)
    expect(quiet.locator("#dw-headline")).to_have_text(found.headline)
    expect(quiet.locator("#dw-live")).to_have_text(found.headline)
    for k, table in enumerate(found.tables):
        cells = quiet.locator(f"#dw-table-{k} tbody tr > *")
        expect(cells).to_have_text([cell.strip() for row in table.sheet.rows for cell in row])
    standing_there(quiet, study, found)
    pictures = result.get_by_role("img")
    expect(pictures).to_have_count(len(found.charts))
    for k, chart in enumerate(found.charts):
        expect(pictures.nth(k)).to_have_attribute("alt", chart.alternative)
        # Its words stand there, too, where there is no picture: this fails then.
        pictures.nth(k).evaluate("picture => picture.decode()")
    expect(quiet.locator("#dw-files a")).to_have_text(list(found.files))
    assert complaints(quiet) == []
    reflows(quiet)

    quiet.reload()
    expect(result).to_have_attribute("data-stamp", chosen.stamp())


def test_files_are_saved_and_hold_the_same_numbers(
    quiet: Page,
    address: str,
    open_page: Callable[..., None],
    tmp_path: Path,
    db: str,
    undrawn: None,
) -> None:
    """Every file of a case is handed out under its own name, and is what it says it is."""
    study = by_name()["case"]
    chosen = chosen_of(study)
    open_page(quiet, address, chosen.link())
    if not quiet.locator("#dw-result").count():
        quiet.get_by_role("button", name="Run").click()
    expect(quiet.locator("#dw-result")).to_be_visible(timeout=COMPILING)
    saved: dict[str, bytes] = {}
    for link in quiet.locator("#dw-files a").all():
        with quiet.expect_download() as coming:
            link.click()
        saved[coming.value.suggested_filename] = coming.value.path().read_bytes()
    found = truth(study, chosen, tmp_path, db)
    assert set(saved) == {name.rsplit("/")[-1] for name in found.files.values()}
    assert json.loads(saved["case.json"]) == json.loads((tmp_path / "case.json").read_bytes())
    rows = list(csv.DictReader(io.StringIO(saved["case.csv"].decode("utf-8-sig"))))
    assert rows[0]["authority"] == "Kingston upon Thames"
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(saved["case.xlsx"])).namelist()
    assert found.headline.encode() in saved["report.html"]
    for name, body in saved.items():
        assert not name.endswith(".png") or body.startswith(b"\x89PNG")
        assert not name.endswith(".svg") or b"<svg" in body


def test_a_study_works_by_keyboard_alone(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """From Home to an answer and its command: every step is a key, and the focus stays where it was."""
    quiet.goto(address)
    quiet.get_by_role("link", name="Plan", exact=True).press("Enter")
    expect(quiet.get_by_role("heading", level=1)).to_have_text("Plan")
    expect(quiet.get_by_role("link", name="Plan", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    quiet.get_by_role("link", name="What has to be done before it opens").press("Enter")
    expect(quiet.locator("#dw-run")).to_be_visible()
    quiet.keyboard.press("Tab")
    expect(quiet.get_by_role("link", name="Skip to the content")).to_be_focused()
    quiet.keyboard.press("Enter")
    quiet.keyboard.press("Tab")
    expect(quiet.get_by_label("Council")).to_be_focused()
    quiet.keyboard.type("Kingston upon Th")
    quiet.keyboard.press("Tab")
    quiet.keyboard.press("Tab")
    expect(quiet.get_by_role("button", name="Run")).to_be_focused()
    quiet.keyboard.press("Enter")
    expect(quiet.locator("#dw-title")).to_contain_text("Kingston upon Thames")
    expect(quiet.get_by_role("button", name="Run")).to_be_focused()
    quiet.context.grant_permissions(["clipboard-read", "clipboard-write"])
    quiet.get_by_role("button", name="Copy").press("Enter")
    expect(quiet.locator("#dw-command-copied")).to_have_text("Copied.")
    said = quiet.evaluate("navigator.clipboard.readText()")
    assert said == ('doorways launch --authority "Kingston upon Thames" --scenario no-wrong-door')


def test_back_returns_to_the_answer_before(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """Two choices run one after the other: Back shows the first again, with its form."""
    study = by_name()["resources"]
    first = chosen_of(study)
    values = dict(first.values) | {"years": 2}
    second = replace(first, values=tuple(values.items()))
    open_page(quiet, address, first.link())
    result = quiet.locator("#dw-result")
    if not result.count():
        quiet.get_by_role("button", name="Run").click()
    expect(result).to_have_attribute("data-stamp", first.stamp())
    quiet.get_by_label("Years").fill("2")
    expect(quiet.locator("#dw-differs")).to_contain_text(
        "Not run yet. What is below is of Kingston"
    )
    quiet.get_by_label("Years").press("Enter")
    expect(result).to_have_attribute("data-stamp", second.stamp())
    quiet.go_back()
    expect(result).to_have_attribute("data-stamp", first.stamp())
    expect(quiet.get_by_label("Years")).to_have_value("1")


def test_a_long_study_is_stopped_and_one_that_waits_names_what_runs(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """Stop ends the one and takes the other out of the line at once; what has finished is kept and counted on."""
    open_page(quiet, address, f"case?council={KINGSTON}&years=10&runs=200")
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.locator("#dw-running")).to_contain_text("futures finished", timeout=COMPILING)
    other = quiet.context.new_page()
    open_page(other, address, f"funnel?council={KINGSTON}&years=10&runs=200")
    other.get_by_role("button", name="Run").click()
    ahead = other.locator("#dw-ahead")
    expect(ahead).to_contain_text("What would have to be true for this to pay? Kingston")
    assert ahead.get_attribute("href") == quiet.url.removeprefix(address[:-1])
    other.get_by_role("button", name="Stop").click()
    expect(other.locator("#dw-empty")).to_have_text(
        "Stopped. Finished runs are kept; press Run to go on."
    )
    other.close()
    quiet.get_by_role("button", name="Stop").click()
    expect(quiet.locator("#dw-empty")).to_contain_text("Finished runs are kept")
    expect(quiet.get_by_role("button", name="Run")).to_be_focused()


def test_what_cannot_be_run_is_told_in_words(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """A bad link is brought into range in a sentence each; what the library refuses is told as it says it."""
    open_page(quiet, address, "funnel?council=Atlantis&years=99&runs=few&scenario=../x")
    expect(quiet.locator("#dw-notes li")).to_have_count(4)
    expect(quiet.get_by_label("Years")).to_have_value("10")
    expect(quiet.locator("#dw-running")).to_have_count(0)
    open_page(quiet, address, f"order?council={KINGSTON}&scenario=no-wrong-door&years=1&runs=2")
    quiet.get_by_label("Years").evaluate("(box) => { box.form.noValidate = true; }")
    quiet.get_by_label("Years").fill("99")
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.locator("#dw-notes li")).to_contain_text("“Years” must lie between 1 and 10")
    quiet.go_back()
    expect(quiet.get_by_label("Years")).to_have_value("1")
    expect(quiet.locator("#dw-notes")).to_have_count(0)
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.get_by_role("alert")).to_contain_text("There are 2 to 8 sites to put in order")
    expect(quiet.locator("#dw-result")).to_have_count(0)

"""The page that goes on with a batch: which plan it has chosen by itself, and what it says when there is none."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from agents.synthesis.authority import PRIVATE
from calibration.joint.result import CALIBRATED
from calibration.joint.store import add_calibration
from dashboards import boards
from dashboards.jobs import Desk
from dashboards.pages import fields
from dashboards.pages.options import calibrations
from dashboards.pages.studies import by_name
from scenarios.batch.known import noted
from scenarios.batch.plan import read_plan
from simulation.store.store import open_store

PLAN = """
name = "{name}"
authorities = ["{place}"]
scenarios = ["mockingbird"]
years = 1
replicates = 2
measures = ["weeks_in_care"]
"""
STUDY = by_name()["resume"]


def note(db: str, name: str, folder: Path, place: str = "Rutland") -> None:
    """Note a plan as one that has run."""
    path = folder / f"{name}.toml"
    path.write_text(PLAN.format(name=name, place=place), encoding="utf-8")
    with open_store(db) as store:
        noted(read_plan(path), store, changed=True)


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database that the pages of this process have."""
    db = str(tmp_path / "runs.sqlite")
    desk = Desk()
    monkeypatch.setattr(desk, "db", db)
    monkeypatch.setattr(boards, "desk", lambda: desk)
    yield db
    desk.close()


def test_the_newest_plan_is_chosen_already(at: str, tmp_path: Path) -> None:
    """A fresh page has it; one that is asked for stays; of one that is not there it says that."""
    note(at, "first", tmp_path)
    note(at, "second", tmp_path)
    assert fields.settle({}, STUDY.fields) == ({"plan": "second"}, ())
    assert fields.settle({"plan": "first"}, STUDY.fields) == ({"plan": "first"}, ())
    values, notes = fields.settle({"plan": "third"}, STUDY.fields)
    assert values == {"plan": "second"}
    assert "“second” is shown" in notes[0]


def test_without_a_plan_the_page_says_so(at: str) -> None:
    """Nothing can be chosen, and the form says what to do first."""
    assert fields.settle({"plan": ""}, STUDY.fields) == ({"plan": ""}, ())
    assert "No batch has run yet" in STUDY.fields[0].shown()["hint"]


def test_others_learn_of_no_private_profile(at: str, tmp_path: Path) -> None:
    """Where another machine reaches the pages no plan or calibration of one is offered, nor can it be asked for."""
    note(at, "open", tmp_path)
    # Once it named no profile; under its name runs what it says now.
    note(at, "mine", tmp_path)
    note(at, "mine", tmp_path, f"{PRIVATE}mine")
    with open_store(at) as store:
        kept = add_calibration(store, f"{PRIVATE}mine", CALIBRATED, {"draws": []}).short
    for alone in (True, False):
        boards.desk().alone = alone
        asked, notes = fields.settle({"plan": "mine"}, STUDY.fields)
        assert asked == {"plan": "mine" if alone else "open"}
        assert bool(notes) is not alone
        assert (kept in {one.value for one in calibrations()}) is alone


@pytest.mark.slow
@pytest.mark.browser
def test_the_form_shows_what_is_chosen(
    quiet: Page, address: str, db: str, open_page: Callable[..., None], tmp_path: Path
) -> None:
    """Without a plan Run says that none has run; with one it is in the form."""
    open_page(quiet, address, "resume")
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.get_by_role("alert")).to_contain_text("No batch has run yet")
    note(db, "only", tmp_path)
    open_page(quiet, address, "resume")
    expect(quiet.locator("#dw-plan")).to_have_value("only")

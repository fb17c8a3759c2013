"""What has run here: a page in a real browser, and the rows it shows, which lead back to what they are of."""

import shlex
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Page, expect
from typer.testing import CliRunner

from agents.synthesis.authority import PRIVATE
from dashboards.cli.app import app
from dashboards.jobs import Job
from dashboards.pages.choice import Choice
from dashboards.pages.ledger import COUNTED, of_job, stored
from scenarios.compare import compare, experiment_of, make_plan
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, from_toml, load_scenario
from scenarios.settings.said import scenario_set
from simulation.runner.execution import Execution
from simulation.store.store import open_store

PLAN = """
name = "two-ways"
authorities = ["Rutland"]
scenarios = ["mockingbird", "share"]
years = 1
replicates = {many}
measures = ["weeks_in_care"]
"""
RUTLAND = "E06000017"
TURNED = scenario_set("no-wrong-door", ["hubs=2", "later=1"], RUTLAND)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database in which comparisons were asked for, and a plan noted that nothing ran of."""
    from calibration.joint.store import usual
    from scenarios.batch.known import noted
    from scenarios.batch.plan import read_plan

    folder = tmp_path_factory.mktemp("held")
    db = str(folder / "runs.sqlite")
    own = Scenario("ours", "Ours", interventions=load_scenario("mockingbird").interventions)
    asked = (
        CompareRequest("Rutland", years=1, replicates=4, calibration=usual()),
        CompareRequest(
            "Rutland", scenario=own, years=2, replicates=4, seed=20_251_130, calibration=None
        ),
        CompareRequest("Rutland", scenario=TURNED, years=1, replicates=4, calibration=usual()),
    )
    with open_store(db) as store:
        for one in asked:
            store.experiment(*experiment_of(make_plan(one)))
        _, config = experiment_of(make_plan(asked[0]))
        store.experiment(f"{PRIVATE}mine: x against y", config | {"authority": f"{PRIVATE}mine"})
        for name, many in (("two-ways", 2), ("very-many", COUNTED)):
            path = folder / f"{name}.toml"
            path.write_text(PLAN.format(many=many).replace("two-ways", name), encoding="utf-8")
            noted(read_plan(path), store, changed=True)
    return db


def test_a_comparison_leads_to_its_form_and_its_command(held: str) -> None:
    """What the form can say has its link; what it cannot has the command alone, with all that is not usual."""
    turned, own, usual = stored(held, private=False).comparisons
    assert usual.link == Choice(RUTLAND, "no-wrong-door", 1, 4).link()
    assert usual.cells[2:] == ("1", "0 of 4")
    assert usual.command == (
        f"doorways compare --authority {RUTLAND} --scenario no-wrong-door --years 1 --replicates 4"
    )
    assert own.link == ""
    assert own.command.endswith(
        "--scenario ours.toml --years 2 --replicates 4 --seed 20251130 --calibration none"
    )
    assert [name for name, _ in own.files] == ["ours.toml"]
    assert from_toml(own.files[0][1]).title == "Ours"
    assert turned.link == Choice(RUTLAND, "no-wrong-door", 1, 4, ("hubs=2", "later=1")).link()
    assert "--scenario no-wrong-door --set hubs=2 --set later=1 --years 1" in turned.command
    assert "no-wrong-door (hubs 2, later 1) against" in turned.cells[0]
    assert (turned.files, usual.files) == ((), ())


def test_comparisons_of_one_name_are_told_apart(tmp_path: Path) -> None:
    """Two of one council, scenario's name, length and futures are two rows, each with what it is of."""
    ours = [
        Scenario("ours", "Ours", interventions=load_scenario(name).interventions)
        for name in ("mockingbird", "share")
    ]
    db = str(tmp_path / "runs.sqlite")
    with open_store(db) as store:
        for one in ours:
            asked = CompareRequest("Rutland", scenario=one, years=1, replicates=4)
            store.experiment(*experiment_of(make_plan(asked)))
    rows = stored(db, private=False).comparisons
    assert len({one.name for one in rows}) == 2
    found = [from_toml(one.files[0][1]) for one in rows]
    assert all(one in found for one in ours)


def test_futures_that_an_earlier_comparison_ran_are_counted_as_stored(tmp_path: Path) -> None:
    """A longer comparison runs only what is left; all of its futures are stored, and so it is told."""
    from calibration.joint.store import usual

    db = str(tmp_path / "runs.sqlite")
    for many in (2, 4):
        asked = CompareRequest("Rutland", years=1, replicates=many, calibration=usual())
        compare(asked, store=db, execution=Execution(1))
    assert [one.cells[3] for one in stored(db, private=False).comparisons] == ["4 of 4", "2 of 2"]


def test_private_profiles_are_named_to_their_owner_alone(held: str) -> None:
    """Where others may read the page what ran of a private profile is not there."""
    rows = {private: stored(held, private=private).comparisons for private in (True, False)}
    assert len(rows[True]) == len(rows[False]) + 1
    assert not any(PRIVATE in str(one) for one in rows[False])


def test_a_batch_says_how_much_is_stored_and_how_to_go_on(held: str) -> None:
    """Few futures are counted; of many the command that counts them is named."""
    many, few = stored(held, private=False).batches
    assert few.cells[2:] == ("2", "0 of 4")
    assert few.link.endswith("plan=two-ways")
    assert few.command == "doorways batch resume two-ways"
    assert "doorways batch status very-many" in many.cells[3]


def test_a_job_is_stopped_while_it_waits_or_runs() -> None:
    """Its row says its state and how far it is; only what is open can be stopped."""
    choice = Choice(RUTLAND, "no-wrong-door", 1, 4)
    job = Job[Choice, SimpleNamespace](choice, called="Rutland")
    assert of_job(job, "ready").stop
    job.state, job.done, job.total = "done", 4, 4
    row = of_job(job, "ready")
    assert (row.cells, row.stop) == (("Rutland", "Finished", "4 of 4"), False)
    assert row.link == choice.link()


#: Words of a table that are broken over two lines.
BROKEN = """() => [...document.querySelectorAll('.dw-words')].flatMap((cell) => {
  const text = cell.firstChild, range = document.createRange();
  return [...text.data.matchAll(/[^ -]+/g)].filter((word) => {
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map((word) => word[0]);
})"""


@pytest.mark.slow
@pytest.mark.browser
def test_the_file_that_a_command_needs_is_saved_from_its_row(
    quiet: Page, address: str, db: str, complaints: Callable[[Page], list[list[str]]]
) -> None:
    """It is the scenario that ran, under the name that the command says."""
    own = Scenario("ours", "Ours", interventions=load_scenario("mockingbird").interventions)
    asked = CompareRequest(RUTLAND, scenario=own, years=1, replicates=4)
    with open_store(db) as store:
        store.experiment(*experiment_of(make_plan(asked)))
    quiet.set_viewport_size({"width": 1280, "height": 900})
    quiet.goto(f"{address}runs")
    row = quiet.locator("#dw-comparisons tbody tr").filter(has_text="ours against")
    expect(row.locator("code")).to_contain_text("--scenario ours.toml")
    with quiet.expect_download() as coming:
        row.get_by_role("button", name="Save ours.toml").click()
    assert coming.value.suggested_filename == "ours.toml"
    assert from_toml(coming.value.path().read_text(encoding="utf-8")) == own
    quiet.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    row.get_by_role("button", name="Copy the command").click()
    expect(row.get_by_role("button", name="Copy the command")).to_have_text("Selected")
    selected = quiet.evaluate("getSelection().toString()")
    assert selected == row.locator("code").inner_text()
    assert quiet.evaluate(BROKEN) == []
    assert complaints(quiet) == []


@pytest.mark.slow
@pytest.mark.browser
def test_what_was_stopped_by_a_command_is_finished_on_the_page(
    quiet: Page,
    address: str,
    db: str,
    open_page: Callable[..., None],
    complaints: Callable[[Page], list[list[str]]],
    reflows: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    """A batch of the command is there with what is stored, run on from its link, then says that all is."""
    path = tmp_path / "two-ways.toml"
    path.write_text(PLAN.format(many=2), encoding="utf-8")
    words = ["batch", "run", str(path), "--part", "1/2", "--db", db, "--quiet"]
    assert CliRunner().invoke(app, words).exit_code == 0
    quiet.goto(f"{address}research")
    quiet.get_by_role("link", name="What has run here").click()
    row = quiet.locator("#dw-batches tr[data-row=two-ways]")
    expect(row).to_contain_text("2 of 4")
    assert complaints(quiet) == []
    reflows(quiet)
    row.get_by_role("link", name="two-ways").click()
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.locator("#dw-headline")).to_have_text(
        "2 comparisons of 2 futures each: all are stored."
    )
    said = shlex.split(quiet.locator("#dw-command").inner_text())
    assert said == ["doorways", "batch", "resume", "two-ways"]
    quiet.goto(f"{address}runs")
    expect(quiet.locator("#dw-batches tr[data-row=two-ways]")).to_contain_text("4 of 4")
    expect(quiet.locator("#dw-here")).to_contain_text("Finished")
    assert complaints(quiet) == []


@pytest.mark.slow
@pytest.mark.browser
def test_what_runs_is_seen_and_stopped_from_the_list(
    quiet: Page, address: str, open_page: Callable[..., None]
) -> None:
    """A comparison that was started elsewhere is listed as it runs, and Stop ends it."""
    choice = Choice(RUTLAND, "no-wrong-door", 10, 200)
    open_page(quiet, address, choice.link())
    quiet.get_by_role("button", name="Run").click()
    expect(quiet.locator("#dw-running")).to_be_visible()
    other = quiet.context.new_page()
    other.goto(f"{address}runs")
    row = other.locator(f'#dw-here tr[data-row="{choice.stamp()}"]')
    row.get_by_role("button", name="Stop").click()
    expect(row).to_contain_text("Stopped")
    expect(row.get_by_role("button", name="Stop")).to_have_count(0)
    expect(other.locator("#dw-here").get_by_role("columnheader")).to_have_text(
        ["What", "State", "How far"]
    )
    assert row.get_by_role("link").get_attribute("href") == choice.link()
    other.close()
    expect(quiet.locator("#dw-empty")).to_contain_text("Stopped")

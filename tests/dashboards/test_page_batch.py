"""The page of batches: what is chosen is a plan that the command runs as well, under one name."""

import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboards.pages import fields
from dashboards.pages.ledger import stored
from dashboards.pages.studies import by_name
from dashboards.pages.studies.batch import PLAN, plan_text
from dashboards.pages.study import Work
from scenarios.batch.api import run
from scenarios.batch.known import noted
from scenarios.batch.plan import plan_of, read_plan
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution
from simulation.store.store import open_store

SMALL: dict[str, Any] = {
    "councils": "neighbours of Rutland",
    "scenarios": ["mockingbird", "share"],
    "years": 1,
    "runs": 2,
}


def values_of(**changed: Any) -> dict[str, Any]:
    """A small choice, some of it otherwise."""
    values, notes = fields.settle(SMALL | changed, by_name()["batch"].fields)
    assert notes == ()
    return dict(values)


def test_the_command_is_that_of_the_plan() -> None:
    """All that is chosen stands in the plan; the command line names it alone."""
    study = by_name()["batch"]
    assert study.command(study.chosen(values_of())) == f"doorways batch run {PLAN}"
    said = tomllib.loads(plan_text(values_of()))
    assert said["authorities"] == ["neighbours of Rutland"]
    assert said["scenarios"] == ["mockingbird", "share"]
    assert (said["years"], said["replicates"]) == (1, 2)


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({"outcome": "care_entries"}, True),
        ({"runs": 3}, False),
        ({"scenarios": ["mockingbird"]}, False),
        ({"councils": "North East"}, False),
    ],
)
def test_a_name_is_of_what_runs(changed: dict[str, Any], same: bool) -> None:
    """Another measure to look at is the same batch; anything else is another."""
    one, other = (
        tomllib.loads(plan_text(values))["name"] for values in (values_of(), values_of(**changed))
    )
    assert (one == other) is same


def test_more_than_anybody_starts_by_accident_is_refused(tmp_path: Path) -> None:
    """All councils with eight scenarios and 200 runs: one error that says what to do instead, and nothing runs."""
    many = [one.value for one in by_name()["batch"].fields[1].offered()][:8]  # type: ignore[attr-defined]
    asked = values_of(councils="all", scenarios=many, runs=200)
    with pytest.raises(DoorwaysError, match="--yes"):
        by_name()["batch"].answer(asked, Work(Execution(1), tmp_path, str(tmp_path / "r.sqlite")))


@pytest.mark.slow
def test_its_files_are_what_the_command_and_python_find(tmp_path: Path) -> None:
    """The plan it hands out, run from Python in another database, gives its tables, row by row."""
    db = str(tmp_path / "runs.sqlite")
    answer = by_name()["batch"].answer(values_of(), Work(Execution(1), tmp_path, db))
    summary, runs = run(tmp_path / PLAN, store=tmp_path / "other.sqlite", execution=Execution(1))
    assert (
        len(answer.tables[0].sheet.rows) == summary[["code", "scenario"]].drop_duplicates().shape[0]
    )
    written = pd.read_csv(tmp_path / "batch.csv")
    known = summary.astype(object).where(summary.notna(), float("nan"))
    pd.testing.assert_frame_equal(written.astype(object), known, check_exact=False)
    assert len(runs) > 0
    name = read_plan(tmp_path / PLAN).name
    assert name in answer.says[0]
    with open_store(db) as store:
        assert [one.name for one in store.findings("batch")] == [name]


def test_a_plan_of_calibrations_goes_on_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is listed with how many are made, and run on; what failed stands in the table with its reason."""

    def never(task: object) -> None:
        raise RuntimeError("it never works")

    monkeypatch.setattr("scenarios.batch.calibrations.simulations.run_row", never)
    monkeypatch.setattr("calibration.joint.runs.copies_of", lambda _: 1)
    monkeypatch.setattr("calibration.joint.runs.all_profiles", lambda _: ())
    said = {"name": "levels", "calibrations": {"bank": 64}}
    db = str(tmp_path / "runs.sqlite")
    with open_store(db) as store:
        noted(plan_of(said, "plan", tmp_path), store, changed=False)
    (row,) = stored(db, private=False).batches
    assert row.cells == ("levels", row.cells[1], "1", "0 of 1 calibrations")
    answer = by_name()["resume"].answer({"plan": "levels"}, Work(Execution(1), tmp_path, db))
    assert answer.headline == "0 of 1 calibrations are made."
    (told,) = answer.tables[0].sheet.rows
    assert told[:5] == ("England", "usual", "usual", "none", "Failed")
    assert "it never works" in told[-1]
    assert all((tmp_path / name).is_file() for name in answer.files.values())
    assert read_plan(tmp_path / PLAN).said.calibrations is not None

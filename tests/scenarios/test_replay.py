"""Replay: a stored run is made again from what is stored of it alone, or it is said what differs."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.compare import experiment_of, make_plan
from scenarios.replay.replay import replay
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner import spec
from simulation.runner.provenance import here
from simulation.runner.spec import ArmResult, ReplicateTask, lasting_digest, run_keys
from simulation.runner.worker import run_replicate
from simulation.store import recipe, write
from simulation.store.store import open_store

PLAN = make_plan(CompareRequest(authority="Rutland", years=1, replicates=4))
TASK = PLAN.tasks[3]
KEYS = run_keys(TASK)
#: A value that is one number.
MOVED = next(name for name, one in TASK.parameters.items() if isinstance(one, float))


@pytest.fixture(scope="module")
def results() -> tuple[ArmResult, ...]:
    """What the model gives of the task, both arms."""
    return run_replicate(TASK)


@pytest.fixture
def path(tmp_path: Path, results: tuple[ArmResult, ...]) -> Path:
    """A database that holds both runs, as a comparison stores them."""
    stored_in(tmp_path / "runs.sqlite", TASK, results)
    return tmp_path / "runs.sqlite"


def stored_in(path: Path, task: ReplicateTask, results: tuple[ArmResult, ...]) -> None:
    """Store the runs of a task as its comparison does."""
    with open_store(path) as store:
        store.add(task, results, store.experiment(*experiment_of(PLAN)))


def changed(path: Path, statement: str) -> None:
    """Change a database by hand."""
    with sqlite3.connect(path) as connection:
        connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("arm", [0, 1])
def test_a_stored_run_is_made_again_exactly(path: Path, arm: int) -> None:
    """Either arm, by the beginning of its key, from the database alone: the same to the last bit."""
    with open_store(path) as store:
        found = replay(KEYS[arm][:10], store)
    assert found.exact
    assert found.numbers > 1000
    assert found.moved == ()
    assert found.recipe.made_by == here() == found.made_by
    assert found.recipe.experiment["config"]["evidence"] == PLAN.beliefs.digest()


@given(
    st.recursive(
        st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3).map(tuple),
        max_leaves=8,
    )
)
def test_a_parameter_comes_back_as_it_was(value: object) -> None:
    """Tables of numbers, nested, whole or not, go through JSON and back unchanged."""
    again = recipe._value(spec.plain(value))
    assert again == value
    assert spec.digest({"one": again}) == spec.digest({"one": value})


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE run SET seed = seed + 1", "arm, seed"),
        ("UPDATE run SET year_luck = 2", "luck"),
        ("UPDATE run SET year_luck = NULL, replicate = 2", "replicate"),
        ("UPDATE run SET results_version = 2", "results version"),
        ("UPDATE run SET arm_spec = '[]'", "arm"),
        ("UPDATE run SET arm_spec = 'half a t'", "arm"),
        ("UPDATE run SET profile_digest = NULL", "before runs were kept with all"),
        ("UPDATE profile SET profile = replace(profile, 'Rutland', 'Wales')", "council's figures"),
        ("UPDATE profile SET profile = 'half'", "council's figures are not there"),
        ("DELETE FROM profile", "council's figures are not there"),
        (
            "UPDATE parameter_set SET parameters = replace(parameters, 'price', 'prize')",
            "parameters",
        ),
    ],
)
def test_what_a_run_was_made_of_is_checked(path: Path, statement: str, says: str) -> None:
    """What was changed by hand is named, and nothing is run in its place."""
    changed(path, statement)

    def never(task: ReplicateTask) -> tuple[ArmResult, ...]:
        raise AssertionError(task)

    with open_store(path) as store, pytest.raises(DoorwaysError, match=says):
        replay(KEYS[1], store, never)


def test_a_damaged_number_is_found(path: Path) -> None:
    """The run is made again, and the very measure and year that were changed are named."""
    changed(
        path,
        "UPDATE run_value SET value = value + 1 WHERE measure = 'care_entries' AND run_id = "
        f"(SELECT id FROM run WHERE run_key = '{KEYS[1]}')",
    )
    with open_store(path) as store:
        found = replay(KEYS[1], store)
    (one,) = found.differences
    assert not found.exact
    assert (one.name, one.period, one.differ, one.first) == ("care_entries", "year", 1, 1)
    assert one.stored == one.now + 1
    assert "not those it was stored with" in found.recipe.faults[0]


def test_a_sound_run_that_gave_other_numbers_differs(
    tmp_path: Path, results: tuple[ArmResult, ...]
) -> None:
    """Where another machine's last bit was another, it is said which number and where."""
    other = replace(results[1], weekly=results[1].weekly.copy())
    other.weekly[7, 2] = np.nextafter(other.weekly[7, 2], np.float32(np.inf))
    stored_in(tmp_path / "r.sqlite", TASK, (results[0], other))
    with open_store(tmp_path / "r.sqlite") as store:
        found = replay(KEYS[1], store)
    (one,) = found.differences
    assert (one.period, one.differ, one.first, found.recipe.faults) == ("week", 1, 8, ())


def test_a_run_of_another_results_version_is_told_as_such(
    tmp_path: Path, results: tuple[ArmResult, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs under today's rules, its numbers are compared, and its version is said."""
    older = spec.RESULTS_VERSION - 1
    with monkeypatch.context() as then:
        then.setattr(spec, "RESULTS_VERSION", older)
        then.setattr(write, "RESULTS_VERSION", older)
        stored_in(tmp_path / "r.sqlite", TASK, results)
        key = run_keys(TASK)[0]
    with open_store(tmp_path / "r.sqlite") as store:
        found = replay(key, store)
        assert (found.recipe.results_version, found.exact) == (older, True)

        def cannot(task: ReplicateTask) -> tuple[ArmResult, ...]:
            raise KeyError(f"{task} lacks something new")

        with pytest.raises(DoorwaysError, match=f"under results version {older}"):
            replay(key, store, cannot)


def test_figures_that_moved_since_are_named(tmp_path: Path, results: tuple[ArmResult, ...]) -> None:
    """The run is reproduced with its own figures; what would be believed today is told beside it."""
    then = replace(TASK, parameters={**TASK.parameters, MOVED: 1.01 * TASK.parameters[MOVED]})
    stored_in(tmp_path / "r.sqlite", then, run_replicate(then))
    with open_store(tmp_path / "r.sqlite") as store:
        found = replay(run_keys(then)[0], store)
    assert found.exact
    assert found.moved is not None
    assert [(one.name, one.then) for one in found.moved] == [(MOVED, then.parameters[MOVED])]
    assert found.moved[0].now == TASK.parameters[MOVED]


def test_what_a_run_was_made_by_goes_where_the_run_goes(path: Path, tmp_path: Path) -> None:
    """A run that is copied into another database, as a merge does, keeps its code and its machine."""
    made_by = replace(here(), processor="another", code="0" * 16)
    changed(
        path,
        f"UPDATE provenance SET provenance = json_set(provenance, '$.processor', '{made_by.processor}', "
        f"'$.code', '{made_by.code}')",
    )
    with open_store(path) as part, open_store(tmp_path / "whole.sqlite") as whole:
        for _, result in part.held([TASK]).results:
            whole.add(TASK, (result,))
        found = whole.recipe(KEYS[0])
    assert found.made_by == made_by
    assert found.experiment == {}


@pytest.mark.parametrize("key", ["", "f" * 64, "%", "not a key"])
def test_a_key_of_no_run_or_of_several_is_refused(path: Path, key: str) -> None:
    """Nothing is guessed: none such, or several that begin so."""
    with open_store(path) as store, pytest.raises(DoorwaysError, match=r"No run|Several runs"):
        replay(key, store)


def test_shared_things_are_stored_once(path: Path) -> None:
    """Runs of one council, set of values and machine share a row of each."""
    with sqlite3.connect(path) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("run", "profile", "parameter_set", "provenance")
        ]
        kept = connection.execute("SELECT DISTINCT profile_digest FROM run").fetchall()
    connection.close()
    assert counts == [2, 1, 1, 1]
    assert kept == [(lasting_digest(TASK.profile),)]

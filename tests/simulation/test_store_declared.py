"""Runs stored when less was declared: known as such, made again, and never mixed by position."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from agents.synthesis.authority import AuthorityProfile
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.held import Unsound
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask, run_keys
from simulation.store.sound import run_digest
from simulation.store.store import open_store

COUNCIL = AuthorityProfile("E00", "Toytown", "North", 2024, {"children": 100.0})
TASK = ReplicateTask(COUNCIL, {"rate": 0.5}, (ArmSpec("baseline"),), 7, 0, 2, 7.0)
KEY = run_keys(TASK)[0]
YEARLY = tuple(measure.name for measure in MEASURES)
WEEKS = 6
#: What a database lacks that was written before something was declared.
UNDECLARED = {
    "exits": "ALTER TABLE run_week DROP COLUMN exits",
    "arrests": "DELETE FROM run_value WHERE measure = 'arrests'",
}


def whole() -> ArmResult:
    """Stand in for the model: every number another."""
    weekly = np.arange(WEEKS * len(WEEKLY), dtype=np.float32).reshape(WEEKS, -1)
    values = -np.arange(len(MEASURES) * 2, dtype=np.float64).reshape(-1, 2)
    return ArmResult("baseline", weekly, values, 0.25)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database that holds the run."""
    with open_store(tmp_path / "runs.sqlite") as store:
        store.add(TASK, [whole()])
    return tmp_path / "runs.sqlite"


def alter(file: Path, statement: str, *values: Any) -> None:
    """Change a database behind Doorways' back."""
    with closing(sqlite3.connect(file)) as raw, raw:
        raw.execute(statement, values)


def mended(file: Path) -> list[Unsound]:
    """Open the database, make again what cannot be used, and say why; then all is as it was."""
    with open_store(file) as store:
        unsound = store.held([TASK]).unsound
        store.add(TASK, [whole()])
        ((_, run),) = store.held([TASK]).results
    np.testing.assert_array_equal(run.weekly, whole().weekly)
    np.testing.assert_array_equal(run.values, whole().values)
    return list(unsound.elements())


def digest_before(name: str) -> str:
    """Digest of the run as it was stored when a column or measure of this name was not declared."""
    run = whole()
    if name == "exits":
        names = tuple(one for one in WEEKLY if one != name), YEARLY
        less = replace(run, weekly=np.delete(run.weekly, WEEKLY.index(name), axis=1))
    else:
        names = WEEKLY, tuple(one for one in YEARLY if one != name)
        less = replace(run, values=np.delete(run.values, YEARLY.index(name), axis=0))
    return run_digest(KEY, less, *names)


@pytest.mark.parametrize("name", UNDECLARED)
def test_what_was_stored_before_a_declaration_is_made_again(name: str, file: Path) -> None:
    """Such a run is called neither damaged nor of another version; made again, it holds all of it.

    The new column stands last in the table, so every number is written and read by its name.
    """
    alter(file, UNDECLARED[name])
    alter(file, "UPDATE run SET digest = ?", digest_before(name))
    assert mended(file) == [Unsound.LESS]


@pytest.mark.parametrize("name", UNDECLARED)
def test_what_is_taken_away_is_damage(name: str, file: Path) -> None:
    """A column or measure that was there when a run was stored, and is not any more, was lost."""
    alter(file, UNDECLARED[name])
    assert mended(file) == [Unsound.DAMAGED]


def test_a_column_of_another_doorways_does_no_harm(file: Path) -> None:
    """A weekly column that is not declared here is neither read nor written."""
    alter(file, "ALTER TABLE run_week ADD COLUMN of_another REAL")
    assert mended(file) == []
    alter(file, "DELETE FROM run")
    assert mended(file) == []

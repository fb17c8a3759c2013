"""`doorways store` and `doorways replay` from outside: look, prune on purpose, make a run again."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from dashboards.cli.app import app
from scenarios.compare import experiment_of, make_plan
from scenarios.request import CompareRequest
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.spec import ArmResult, ReplicateTask, run_keys
from simulation.runner.worker import run_replicate
from simulation.store.store import open_store

PLAN = make_plan(CompareRequest(authority="Rutland", years=1, replicates=2))
SAID = """
name = "tiny"
authorities = ["Rutland"]
scenarios = ["no-wrong-door"]
years = 1
replicates = 2
seed = 7
calibration = "none"
"""


def made_up(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Stand in for the model."""
    rng = np.random.default_rng(task.replicate)
    weekly = rng.gamma(2.0, 9.0, (52, len(WEEKLY))).astype(np.float32)
    values = rng.normal(0.0, 9.0, (len(MEASURES), 1))
    return tuple(ArmResult(arm.name, weekly, values, 0.5) for arm in task.arms)


def filled(path: Path, run: Callable[[ReplicateTask], tuple[ArmResult, ...]] = made_up) -> Path:
    """A database that holds a comparison of two replicates."""
    with open_store(path) as store:
        experiment = store.experiment(*experiment_of(PLAN))
        for task in PLAN.tasks:
            store.add(task, run(task), experiment)
    return path


def said(*words: str | Path) -> Result:
    """Run `doorways` with these words."""
    return CliRunner().invoke(app, [*map(str, words)])


def test_size_and_runs_say_what_is_there(tmp_path: Path) -> None:
    """Counts by results version, and the keys that replay takes."""
    db = filled(tmp_path / "r.sqlite")
    told = said("store", "size", "--db", db).output
    assert "MB" in told
    assert "(this one)" in told
    told = said("store", "runs", "--db", db, "--most", "3").output
    keys = [key for task in PLAN.tasks for key in run_keys(task)]
    assert sum(key[:16] in told for key in keys) == 3


@pytest.mark.parametrize("cell", ["created = 'once'", "replicate = 'many'"])
def test_a_damaged_cell_is_no_broken_program(tmp_path: Path, cell: str) -> None:
    """Runs are still counted, listed, pruned by their version and refused by name where a time or number is no such thing."""
    db = filled(tmp_path / "r.sqlite", run_replicate)
    with sqlite3.connect(db) as connection:
        connection.execute(f"UPDATE run SET {cell}")
    connection.close()
    key = run_keys(PLAN.tasks[0])[0]
    for words in (("size",), ("runs",), ("prune", "--version", "99")):
        found = said("store", *words, "--db", db)
        assert found.exit_code == 0, found.output
        assert "4" in found.output
    found = said("replay", key, "--db", db)
    assert "went wrong" not in found.output
    assert found.exit_code == (0 if "created" in cell else 2)


def test_pruning_counts_unless_it_is_meant(tmp_path: Path) -> None:
    """Without --yes nothing goes; with it, what was counted does."""
    db = filled(tmp_path / "r.sqlite")
    words = ("store", "prune", "--older-than", "0", "--db", db)
    assert "4 runs and 0 pieces of jobs would go" in said(*words).output
    assert "4 runs and 0 pieces of jobs would go" in said(*words, "--dry-run").output
    done = said(*words, "--yes")
    assert "4 runs and 0 pieces of jobs went" in done.output
    assert "0 runs and 0 pieces of jobs would go" in said(*words).output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "without a condition"),
        (("--unused", "--yes", "--dry-run"), "the other only counts"),
        (("--older-than", "1e12"), "before all dates"),
    ],
)
def test_pruning_without_sense_is_refused(
    tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    """In a sentence, and nothing goes."""
    found = said("store", "prune", *words, "--db", filled(tmp_path / "r.sqlite"))
    assert found.exit_code != 0
    assert says in " ".join(found.output.split())


def test_what_a_batch_asks_for_stays(tmp_path: Path) -> None:
    """Of a batch's runs and a comparison's, only the comparison's are unused."""
    plan, db = tmp_path / "tiny.toml", filled(tmp_path / "r.sqlite")
    plan.write_text(SAID, encoding="utf-8")
    assert said("batch", "run", plan, "--db", db, "--workers", "1", "--quiet").exit_code == 0
    assert "4 runs" in said("store", "prune", "--unused", "--yes", "--db", db).output
    assert "2 of 2 futures are stored" in said("batch", "status", "tiny", "--db", db).output


def test_a_batch_that_cannot_be_read_any_more_stops_pruning(tmp_path: Path) -> None:
    """Which runs it asks for is not known once its scenario is gone, so none goes."""
    own = tmp_path / "own.toml"
    own.write_text('name = "own"\ntitle = "Mine"\n', encoding="utf-8")
    plan, db = tmp_path / "tiny.toml", filled(tmp_path / "r.sqlite")
    plan.write_text(SAID.replace("no-wrong-door", "own.toml"), encoding="utf-8")
    assert said("batch", "run", plan, "--db", db, "--workers", "1", "--quiet").exit_code == 0
    own.unlink()
    found = said("store", "prune", "--unused", "--yes", "--db", db)
    assert found.exit_code != 0
    assert "cannot be told any more" in " ".join(found.output.split())
    assert "  8  " in said("store", "size", "--db", db).output


def test_a_damaged_plan_stops_pruning(tmp_path: Path) -> None:
    """Which runs a plan asks for is not known either when what is stored of it was changed, so none goes."""
    plan, db = tmp_path / "tiny.toml", filled(tmp_path / "r.sqlite")
    plan.write_text(SAID, encoding="utf-8")
    assert said("batch", "run", plan, "--db", db, "--workers", "1", "--quiet").exit_code == 0
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE finding SET result = replace(result, 'Rutland', 'Wales')")
    connection.close()
    found = said("store", "prune", "--unused", "--yes", "--db", db)
    assert found.exit_code == 2
    assert "cannot be told any more" in " ".join(found.output.split())
    assert "  8  " in said("store", "size", "--db", db).output


def test_a_number_that_is_no_longer_reported_is_told_as_json(tmp_path: Path) -> None:
    """JSON has no way to write "not a number": what a run of today lacks is null."""
    db = filled(tmp_path / "r.sqlite", run_replicate)
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE run_value SET measure = 'gone' WHERE measure = 'care_entries'")
    connection.close()
    key = run_keys(PLAN.tasks[0])[0]
    found = said("replay", key, "--db", db, "--json", "-", "--quiet")
    assert found.exit_code == 1, found.output
    (one,) = json.loads(found.stdout)["differences"]
    assert (one["name"], one["now"]) == ("gone", None)


def test_what_is_left_of_a_run_is_counted(tmp_path: Path) -> None:
    """Where weeks were lost, the verdict says how many numbers could still be compared."""
    db = filled(tmp_path / "r.sqlite", run_replicate)
    with sqlite3.connect(db) as connection:
        connection.execute("DELETE FROM run_week WHERE week = 3")
    connection.close()
    found = said("replay", run_keys(PLAN.tasks[0])[0], "--db", db)
    assert found.exit_code == 1
    assert f"The {len(MEASURES)} numbers that can be compared agree" in found.output


def test_replay_from_outside(tmp_path: Path) -> None:
    """A run is made again exactly, told on screen and as JSON; a changed number ends it with an error."""
    db = filled(tmp_path / "r.sqlite", run_replicate)
    key = run_keys(PLAN.tasks[1])[1]
    found = said("replay", key[:12].upper(), "--db", db, "--json", tmp_path / "r.json")
    assert found.exit_code == 0, found.output
    assert "Reproduced exactly" in found.output
    written = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (written["exact"], written["run_key"], written["differences"]) == (True, key, [])
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE run_value SET value = value + 1 WHERE measure = 'care_entries'")
    connection.close()
    found = said("replay", key, "--db", db)
    assert found.exit_code == 1
    assert "1 of" in found.output
    assert "care_entries" in found.output


def test_a_key_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """A word of bytes that no letter stands for, as a shell may hand it over, is looked for in no database."""
    found = said("replay", "\udce9bytes", "--db", filled(tmp_path / "r.sqlite"))
    assert found.exit_code == 2
    assert "bytes that are no text" in " ".join(found.output.split())


def test_a_results_version_that_no_database_can_hold_is_refused() -> None:
    """A version of thirty digits is a number too large, said in a sentence."""
    found = CliRunner().invoke(app, ["store", "prune", "--version", "1" + "0" * 30])
    assert found.exit_code == 2
    assert "10,000" in found.output

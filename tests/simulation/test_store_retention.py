"""Retention: what may go goes whole, what is asked for stays, and nobody else is hindered."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from agents.synthesis.authority import AuthorityProfile
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner import spec
from simulation.runner.provenance import here
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask, run_keys
from simulation.store import connect, jobs, retention, write
from simulation.store.address import to_url
from simulation.store.retention import Wanted
from simulation.store.schema import METADATA
from simulation.store.store import Store, open_store

WEEKS = 52
COUNCIL = AuthorityProfile("E00", "Toytown", "North", 2024, {"children": 100.0})
ARMS = (ArmSpec("baseline"), ArmSpec("helped", ({"kind": "made_up"},)))
LATER = datetime.now(UTC) + timedelta(days=1)
#: What an empty database holds besides its version.
NOTHING = dict.fromkeys(METADATA.tables, 0)


def make_task(replicate: int) -> ReplicateTask:
    """A replicate of a small council."""
    return ReplicateTask(COUNCIL, {"rate": replicate / 7}, ARMS, 1, replicate, 1, 7.0)


def make_results(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Stand in for the model."""
    rng = np.random.default_rng(task.replicate)
    return tuple(
        ArmResult(
            arm.name,
            rng.gamma(2.0, 9.0, (WEEKS, len(WEEKLY))).astype(np.float32),
            rng.normal(0.0, 9.0, (len(MEASURES), 1)),
            0.5,
            here(),
        )
        for arm in task.arms
    )


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store with five replicates under one experiment, and a job of two pieces."""
    with open_store(database) as made:
        experiment = made.experiment("five", {"of": 5})
        for number in range(5):
            task = make_task(number)
            made.add(task, make_results(task), experiment)
        made.add_pieces(made.job("bank", {"rows": 2}), {"0": [1.0], "1": [2.0]})
        made.add_finding("calibration", "England", "calibrated", {"draws": []})
        yield made


def rows(database: str) -> dict[str, int]:
    """Rows of each table."""
    engine = connect.make_engine(to_url(database))
    with engine.connect() as connection:
        found = {
            name: connection.scalar(select(func.count()).select_from(table)) or 0
            for name, table in METADATA.tables.items()
        }
    engine.dispose()
    return found


def test_the_size_is_what_is_there(store: Store) -> None:
    """Runs, numbers and pieces of each results version, and bytes."""
    (one,), many = store.size()
    assert (one.version, one.runs, one.pieces) == (spec.RESULTS_VERSION, 10, 2)
    assert one.numbers == 10 * (WEEKS * len(WEEKLY) + len(MEASURES))
    assert one.oldest is not None
    assert many > 8 * len(MEASURES)


def test_counting_takes_nothing_away(store: Store, database: str) -> None:
    """Unless it is really meant, every row stays."""
    before = rows(database)
    found = store.prune(Wanted(before=LATER), really=False)
    assert (found.runs, found.pieces) == (10, 2)
    assert rows(database) == before


def test_what_nothing_needs_goes_with_the_runs(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All runs gone, no week, value, parameter, profile or job is left; findings are."""
    monkeypatch.setattr(retention, "FRESH", timedelta(days=-1))
    monkeypatch.setattr(retention, "AT_ONCE", 3)
    found = store.prune(Wanted(before=LATER), really=True)
    assert (found.runs, found.pieces, found.given_back) == (10, 2, True)
    assert rows(database) == NOTHING | {"finding": 1}


def test_what_is_asked_for_stays_whole(store: Store, database: str) -> None:
    """Runs that stay are to the last bit what they were, with all that is theirs; others go."""
    stay = run_keys(make_task(2))
    found = store.prune(Wanted(before=LATER, unless=stay), really=True)
    assert (found.runs, found.pieces) == (8, 0)
    held = store.held([make_task(number) for number in range(5)])
    assert [place for place, _ in held.results] == [2, 2]
    for (_, one), other in zip(held.results, make_results(make_task(2)), strict=True):
        assert np.array_equal(one.weekly, other.weekly)
        assert np.array_equal(one.values, other.values)
        assert one.made_by == other.made_by
    after = rows(database)
    kept = ("run", "parameter_set", "profile", "provenance", "experiment", "job_piece")
    assert [after[name] for name in kept] == [2, 1, 1, 1, 1, 2]
    assert store.recipe(stay[1]).faults == ()


def test_conditions_must_all_hold(store: Store) -> None:
    """A version before any, or a day before any, takes nothing, whatever else is said."""
    older = spec.RESULTS_VERSION - 1
    long_ago = datetime.now(UTC) - timedelta(days=400)
    for wanted in (Wanted(version=older), Wanted(before=long_ago), Wanted(older, LATER)):
        found = store.prune(wanted, really=True)
        assert (found.runs, found.pieces) == (0, 0)


def test_an_older_version_goes_alone(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two results versions the older goes, runs and pieces, and its numbers are counted apart."""
    older = spec.RESULTS_VERSION - 1
    with monkeypatch.context() as then:
        then.setattr(spec, "RESULTS_VERSION", older)
        then.setattr(write, "RESULTS_VERSION", older)
        then.setattr(jobs, "RESULTS_VERSION", older)
        store.add(make_task(9), make_results(make_task(9)))
        store.add_pieces(store.job("bank", {"rows": 1}), {"0": [1.0]})
    assert [(one.version, one.runs) for one in store.size()[0]] == [(older + 1, 10), (older, 2)]
    found = store.prune(Wanted(version=older), really=True)
    assert (found.runs, found.pieces) == (2, 1)
    assert rows(database)["run"] == 10
    assert [one.version for one in store.size()[0]] == [older + 1]


def writes(database: str) -> None:
    """Add runs, some of them again and again."""
    with open_store(database) as other:
        experiment = other.experiment("more", {"of": 30})
        for number in range(5, 35):
            task = make_task(number % 9)
            other.add(task, make_results(task), experiment)


def reads(database: str, done: threading.Event) -> None:
    """Read until told to stop: what is there is sound."""
    with open_store(database) as other:
        while not done.is_set():
            assert not other.held([make_task(number) for number in range(9)]).unsound


def test_pruning_while_others_write_and_read(
    store: Store, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One writes, one reads, one prunes, all at once: nobody fails, and what is stored after is whole."""
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    done = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        writer, reader = pool.submit(writes, database), pool.submit(reads, database, done)
        for _ in range(6):
            store.prune(Wanted(before=LATER), really=True)
        writer.exception()
        done.set()
    assert (writer.exception(), reader.exception()) == (None, None)
    left = [row.run_key for row in store.newest(100)]
    assert all(store.recipe(key).faults == () for key in left)
    task = make_task(3)
    store.add(task, make_results(task))
    assert not store.held([task]).left


@pytest.mark.parametrize(
    "use",
    [("BEGIN IMMEDIATE",), ("BEGIN", "SELECT count(*) FROM run")],
    ids=["writes", "reads"],
)
def test_a_file_that_is_used_keeps_its_size(tmp_path: Path, use: tuple[str, ...]) -> None:
    """Where another program writes or reads meanwhile, the room is given back another time, and that is said."""
    path = tmp_path / "runs.sqlite"
    open_store(path).close()
    engine, other = connect.make_engine(to_url(path)), sqlite3.connect(path)
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA busy_timeout = 0")
    raw.close()
    for statement in use:
        other.execute(statement).fetchall()
    assert not retention.given_back_to_disk(engine)
    other.rollback()
    assert retention.given_back_to_disk(engine)
    other.close()
    engine.dispose()

"""The store: each run once, nothing lost, nothing of anybody else's touched."""

import sqlite3
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from agents.synthesis.authority import AuthorityProfile
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.execution import Execution
from simulation.runner.run import run_tasks
from simulation.runner.spec import (
    ArmResult,
    ArmSpec,
    ReplicateTask,
    digest,
    run_keys,
)
from simulation.store import address as address_of
from simulation.store import connect, copying, write
from simulation.store.address import to_url
from simulation.store.schema import EXPERIMENT, PARAMETER_SET, RUN, RUN_VALUE, RUN_WEEK
from simulation.store.store import Store, open_store

WEEKS = 11
COUNCIL = AuthorityProfile("E00", "Toytown", "North", 2024, {"children": 100.0})
ARMS = (ArmSpec("baseline"), ArmSpec("helped", ({"kind": "made_up", "sites": 2},)))


def make_task(replicate: int = 0, years: int = 2) -> ReplicateTask:
    """A replicate of a small council, its parameters drawn for it."""
    parameters = {"rate": 0.1 * replicate, "table": ((1.0, 2.5), (0.0, 4.0))}
    return ReplicateTask(COUNCIL, parameters, ARMS, 2**40, replicate, years, 7.0)


def make_results(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Stand in for the model: numbers that depend on the task and nothing else."""
    results = []
    for arm in task.arms:
        rng = np.random.default_rng([task.replicate, len(arm.interventions)])
        weekly = rng.gamma(2.0, 100.0, (WEEKS * task.years, len(WEEKLY))).astype(np.float32)
        values = rng.normal(0.0, 1e6, (len(MEASURES), task.years))
        results.append(ArmResult(arm.name, weekly, values, 0.25))
    return tuple(results)


def loaded(store: Store, tasks: Sequence[ReplicateTask]) -> list[ArmResult]:
    """Results that are stored of tasks."""
    return [result for _, result in store.held(tasks).results]


def same(one: ArmResult, other: ArmResult) -> bool:
    """Whether two results agree to the last bit."""
    return (
        (one.arm, one.seconds) == (other.arm, other.seconds)
        and one.weekly.dtype == other.weekly.dtype
        and np.array_equal(one.weekly, other.weekly)
        and np.array_equal(one.values, other.values, equal_nan=True)
    )


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """An open store on an empty database."""
    with open_store(database) as opened:
        yield opened


def counts(database: str) -> dict[str, int]:
    """Rows of each table, asked on a connection of one's own."""
    engine = connect.make_engine(to_url(database))
    tables = (EXPERIMENT, PARAMETER_SET, RUN, RUN_WEEK, RUN_VALUE)
    with engine.connect() as connection:
        found = {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in tables
        }
    engine.dispose()
    return found


def test_runs_come_back_to_the_last_bit(store: Store) -> None:
    """What is added is loaded unchanged, in the order asked for, whatever the horizons."""
    tasks = [make_task(0), make_task(1, years=5), make_task(2)]
    for task in tasks:
        assert store.add(task, make_results(task)) == 2
    asked = [tasks[2], tasks[0], tasks[1], tasks[0]]
    held = store.held(asked)
    assert [place for place, _ in held.results] == [0, 0, 1, 1, 2, 2, 3, 3]
    assert (held.left, held.stored, held.unsound.total()) == ({}, 8, 0)
    expected = [result for task in asked for result in make_results(task)]
    assert all(same(a, b) for (_, a), b in zip(held.results, expected, strict=True))


def test_arrays_are_padded_where_runs_differ(store: Store) -> None:
    """As arrays, shorter runs are filled up with "not a number", and nothing is zero by mistake."""
    short, long = make_task(0, years=1), make_task(0, years=2)
    for task in (short, long):
        store.add(task, make_results(task))
    runs = store.arrays([run_keys(short)[0], run_keys(long)[1]])
    assert runs.weekly.shape == (2, 2 * WEEKS, len(WEEKLY))
    assert runs.values.shape == (2, len(MEASURES), 2)
    assert np.isnan(runs.weekly[0, WEEKS:]).all()
    assert np.isnan(runs.values[0, :, 1]).all()
    assert np.array_equal(runs.values[1], make_results(long)[1].values)
    assert runs.years.tolist() == [1, 2]


def test_not_a_number_survives(store: Store) -> None:
    """A measure that has no value in a year has none when it comes back."""
    task = make_task()
    results = make_results(task)
    results[0].values[3, 1] = np.nan
    store.add(task, results)
    assert same(loaded(store, [task])[0], results[0])


def test_the_same_run_is_stored_once(store: Store, database: str) -> None:
    """Adding a task again stores nothing and changes nothing, alone or among new ones."""
    first, second = make_task(0), make_task(1)
    store.add(first, make_results(first))
    before = counts(database)
    changed = tuple(replace(one, seconds=99.0) for one in make_results(first))
    assert store.add(first, changed) == 0
    assert counts(database) == before
    assert loaded(store, [first])[0].seconds == 0.25
    assert store.add_all((task, make_results(task)) for task in (first, second)) == 2
    assert counts(database) == {
        "experiment": 0,
        "parameter_set": 2,
        "run": 4,
        "run_week": 4 * 2 * WEEKS,
        "run_value": 4 * 2 * len(MEASURES),
    }


def test_only_what_is_missing_is_left(store: Store) -> None:
    """A task whose baseline is stored keeps only its other arm; a complete one goes."""
    whole, half, none = (make_task(number) for number in range(3))
    store.add(whole, make_results(whole))
    store.add(half, make_results(half)[:1])
    held = store.held([whole, half, none])
    assert held.left == {1: replace(half, arms=ARMS[1:]), 2: none}
    assert [(place, run.arm) for place, run in held.results] == [
        (0, "baseline"),
        (0, "helped"),
        (1, "baseline"),
    ]


def test_an_unknown_run_is_an_error(store: Store) -> None:
    """Arrays of a run that is not stored are refused; of no run they are empty."""
    with pytest.raises(DoorwaysError, match="It is not stored"):
        store.arrays([digest(1)])
    assert store.arrays([]).weekly.shape[0] == 0


def test_many_runs_are_asked_for_at_once(store: Store) -> None:
    """Of more tasks than fit into one question, exactly those stored are held."""
    tasks = [make_task(number) for number in range(600)]
    store.add_all((task, make_results(task)) for task in (tasks[3], tasks[580]))
    assert sorted({place for place, _ in store.held(tasks).results}) == [3, 580]


def test_an_experiment_is_stored_once_and_its_runs_point_at_it(store: Store, database: str) -> None:
    """What was asked for has one row however often it is asked; a run names who first made it."""
    config = {"authority": "Toytown", "replicates": 2, "arms": ("baseline", "helped")}
    key = store.experiment("compare", config)
    assert store.experiment("compare", dict(reversed(config.items()))) == key
    assert store.experiment("compare", config | {"replicates": 3}) != key
    store.add(make_task(), make_results(make_task()), key)
    assert counts(database)["experiment"] == 2
    engine = connect.make_engine(to_url(database))
    with engine.connect() as connection:
        rows = connection.execute(select(RUN)).mappings().all()
        kept = connection.scalar(select(PARAMETER_SET.c.parameters))
    engine.dispose()
    assert {row["experiment_key"] for row in rows} == {key}
    assert rows[1]["arm_spec"] == {
        "interventions": [{"kind": "made_up", "sites": 2}],
        "name": "helped",
    }
    assert (rows[0]["seed"], rows[0]["authority"], rows[0]["year"]) == (2**40, "E00", 2024)
    assert digest(kept) == rows[0]["parameter_digest"] == digest(make_task().parameters)


def test_a_failed_batch_leaves_no_part(store: Store, database: str) -> None:
    """When one result of a transaction cannot be stored, none of them is; earlier ones stay."""
    first, second = make_task(0), make_task(1)
    store.add(first, make_results(first))
    before = counts(database)
    good, bad = make_results(second)
    short = replace(bad, weekly=bad.weekly[:, :3])
    with pytest.raises(IndexError):
        store.add(second, (good, short))
    assert counts(database) == before


def test_a_later_run_does_only_what_is_missing(database: str) -> None:
    """After a stop in the middle, the next run does the rest, and once done there is nothing."""
    tasks = [make_task(number) for number in range(8)]
    with open_store(database) as store:
        ran: list[ReplicateTask] = []

        def keep(task: ReplicateTask, results: tuple[ArmResult, ...]) -> None:
            store.add(task, results)
            ran.append(task)

        outcome = run_tasks(
            tasks,
            make_results,
            Execution(1, cancelled=lambda: len(ran) >= 3),
            on_result=keep,
        )
        assert (outcome.cancelled, len(outcome.finished)) == (True, 3)
    with open_store(database) as store:
        left = list(store.held(tasks).left.values())
        assert left == tasks[3:]
        run_tasks(left, make_results, Execution(1), on_result=keep)
        assert store.held(tasks).left == {}
    assert ran == tasks


def test_a_killed_driver_loses_nothing_written(tmp_path: Path) -> None:
    """A program that ends without goodbye between two batches: the first is all there."""
    file = tmp_path / "runs.sqlite"
    script = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[2])\n"
        "from test_store import *\n"
        "store = open_store(sys.argv[1]); task = make_task(0)\n"
        "store.add(task, make_results(task)); os._exit(9)\n"
    )
    here = Path(__file__).resolve().parent
    arguments = [sys.executable, "-c", script, str(file), str(here)]
    assert subprocess.run(arguments, cwd=here.parents[1], check=False).returncode == 9
    with open_store(file) as store:
        assert same(loaded(store, [make_task(0)])[1], make_results(make_task(0))[1])


def test_two_stores_share_a_database(database: str) -> None:
    """Two stores opened at once, each with its thread, add overlapping runs: each is there once."""
    tasks = [make_task(number) for number in range(12)]
    gate = threading.Barrier(2)
    new: list[int] = []

    def work(mine: list[ReplicateTask]) -> None:
        gate.wait(timeout=60)
        with open_store(database) as store:
            new.extend(store.add(task, make_results(task)) for task in mine)

    threads = [
        threading.Thread(target=work, args=(some,)) for some in (tasks[:8], list(reversed(tasks)))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(new), sum(new)) == (20, 24)
    assert counts(database)["run"] == 24
    assert counts(database)["run_week"] == 24 * 2 * WEEKS


def test_many_open_a_new_database_at_once(tmp_path: Path) -> None:
    """Six that open one new file at the same moment, again and again, all get it."""
    failed: list[DoorwaysError] = []

    def work(path: Path, gate: threading.Barrier) -> None:
        gate.wait(timeout=60)
        try:
            open_store(path).close()
        except DoorwaysError as error:
            failed.append(error)

    for number in range(10):
        mine = tmp_path / f"{number}.sqlite", threading.Barrier(6)
        threads = [threading.Thread(target=work, args=mine) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


def test_an_open_writer_does_not_hinder_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While another writes to a file without a log yet, it is waited for, and after a while said."""
    path, other = tmp_path / "new.sqlite", sqlite3.connect(tmp_path / "new.sqlite")
    other.execute("CREATE TABLE one (two)")
    other.commit()
    other.execute("BEGIN IMMEDIATE")
    engine = connect.make_engine(to_url(path))
    monkeypatch.setattr(connect, "BUSY_MILLISECONDS", 50)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        connect.use_wal(engine)
    other.rollback()
    connect.use_wal(engine)
    assert other.execute("SELECT count(*) FROM one").fetchone() == (0,)
    assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()
    engine.dispose()


def test_a_reader_sees_whole_batches_while_a_writer_writes(database: str) -> None:
    """While a transaction is open, another store reads what was there before, without waiting."""
    task = make_task(0)
    engine = connect.make_engine(to_url(database))
    with open_store(database) as reader:
        with connect.writing(engine) as connection:
            assert write.add_runs(connection, task, make_results(task), None) == 2
            assert loaded(reader, [task]) == []
        assert len(loaded(reader, [task])) == 2
    engine.dispose()


def test_the_default_is_a_file_of_the_users(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an address the store is doorways.sqlite in the user's data directory, made if new."""
    folder = tmp_path / "data" / "doorways"
    monkeypatch.setattr(address_of, "data_folder", lambda *_: folder)
    with open_store() as store:
        assert store.address == str(folder / "doorways.sqlite")
    with sqlite3.connect(folder / "doorways.sqlite") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()


def _foreign(folder: Path) -> str:
    file = folder / "theirs.sqlite"
    with sqlite3.connect(file) as raw:
        raw.execute("CREATE TABLE invoices (id INTEGER)")
    raw.close()
    return str(file)


def _newer(folder: Path) -> str:
    file = folder / "newer.sqlite"
    open_store(file).close()
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE doorways_version SET version_num = '9999'")
    raw.close()
    return str(file)


def _damaged(folder: Path) -> str:
    file = folder / "damaged.sqlite"
    open_store(file).close()
    with sqlite3.connect(file) as raw:
        raw.execute("DROP TABLE run_week")
    raw.close()
    return str(file)


def _no_database(folder: Path) -> str:
    file = folder / "letter.sqlite"
    file.write_text("Dear director of children's services, " * 50, encoding="utf-8")
    return str(file)


def _read_only(folder: Path) -> str:
    file = folder / "fixed.sqlite"
    open_store(file).close()
    return f"sqlite:///file:{file.as_posix()}?mode=ro&uri=true"


def _under_a_file(folder: Path) -> str:
    (folder / "file").touch()
    return str(folder / "file" / "runs.sqlite")


REFUSALS: dict[str, tuple[Callable[[Path], str], str]] = {
    "somebody else's": (_foreign, r"tables that are not Doorways' \(invoices\)"),
    "a newer schema": (_newer, "schema version '9999'"),
    "a table gone": (_damaged, "lacks the table 'run_week'"),
    "not a database": (_no_database, "file is not a database"),
    "read-only": (_read_only, "readonly"),
    "a folder": (str, "It is a folder"),
    "no folder": (_under_a_file, "cannot be written there"),
    "no server": (lambda _: "postgresql://nobody@127.0.0.1:1/runs", "database"),
    "no driver": (lambda _: "oddball://host/runs", "Only sqlite and postgresql are supported"),
    "no URL": (lambda _: "sqlite//://", "not a URL that can be read"),
}


@pytest.mark.parametrize("reason", REFUSALS)
def test_what_cannot_be_used_is_refused(reason: str, tmp_path: Path) -> None:
    """Each unusable address gives one clear error, and files that were there keep their bytes."""
    make, words = REFUSALS[reason]
    address = make(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(DoorwaysError, match=words) as caught:
        open_store(address)
    assert caught.value.thing == "database"
    assert caught.value.next_step
    assert {path: path.read_bytes() for path in before} == before


def test_a_missing_driver_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the PostgreSQL driver is not installed, the message names the extra."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DoorwaysError, match='Install the extra "postgres"'):
        open_store("postgresql://me@127.0.0.1:1/runs")


@given(
    weeks=st.integers(1, 9),
    seed=st.integers(0, 99),
    odd=st.sampled_from([np.nan, -0.0, 3.4e38, 1e-45, -1.5]),
)
def test_the_binary_form_of_a_server_is_read_back(weeks: int, seed: int, odd: float) -> None:
    """Each row says how many fields it has, and of each its length and its value, to the last bit."""
    weekly = np.random.default_rng(seed).normal(0, 1e3, (weeks, 3)).astype(np.float32)
    weekly[0, 1] = odd
    rows = copying.week_rows(7, weekly)
    form = struct.Struct(">h" + "ii" * 2 + "if" * 3)
    assert len(rows) == weeks * form.size
    for week, row in enumerate(form.iter_unpack(rows)):
        assert row[:5] == (5, 4, 7, 4, week)
        assert row[5::2] == (4, 4, 4)
        assert np.array(row[6::2], np.float32).tobytes() == weekly[week].tobytes()
    values = weekly.T.astype(np.float64)
    said = copying.value_rows(7, ("a", "bcd", "e"), values)
    first = struct.Struct(">h" + "ii" + "i1s" + "ii" + "id")
    assert first.unpack_from(said)[:8] == (4, 4, 7, 1, b"a", 4, 1, 8)
    assert len(said) == weeks * (3 * first.size + 2)

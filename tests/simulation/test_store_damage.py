"""Stored results that were lost or altered are noticed, never used, and made again."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from agents.synthesis.authority import AuthorityProfile
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.held import Unsound
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask, run_keys
from simulation.store import waiting
from simulation.store.address import to_url
from simulation.store.connect import make_engine, writing
from simulation.store.migrate import upgrade
from simulation.store.store import open_store

COUNCIL = AuthorityProfile("E00", "Toytown", "North", 2024, {"children": 100.0})
ARMS = (ArmSpec("baseline"), ArmSpec("helped", ({"kind": "made_up", "sites": 2},)))
TASKS = tuple(ReplicateTask(COUNCIL, {"rate": 0.5}, ARMS, 7, n, 2, 7.0) for n in range(3))
WEEKS = 6


def results_of(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Stand in for the model, with a value that is not a number and a zero with a sign."""
    rng = np.random.default_rng([task.replicate, 5])
    found = []
    for arm in task.arms:
        weekly = rng.gamma(2.0, 100.0, (WEEKS, len(WEEKLY))).astype(np.float32)
        values = rng.normal(0.0, 1e6, (len(MEASURES), task.years))
        values[3, 1], values[4, 0] = np.nan, -0.0
        found.append(ArmResult(arm.name, weekly, values, 0.25))
    return tuple(found)


WHOLE = {(task.replicate, one.arm): one for task in TASKS for one in results_of(task)}


def same(one: ArmResult, other: ArmResult) -> bool:
    """Whether two results agree in every number."""
    return (
        one.seconds == other.seconds
        and np.array_equal(one.weekly, other.weekly)
        and np.array_equal(one.values, other.values, equal_nan=True)
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds all runs, a job with pieces and two findings."""
    file = tmp_path_factory.mktemp("whole") / "runs.sqlite"
    with open_store(file) as store:
        store.add_all((task, results_of(task)) for task in TASKS)
        job = store.job("bank", {"rows": 3})
        store.add_pieces(job, {"0": [1.5, float("nan")], "1": {"a": None}, "2": "text"})
        store.add_finding("calibration", "England", "calibrated", {"draws": [[1.5]]})
    return file


@pytest.fixture
def file(template: Path, tmp_path: Path) -> Path:
    """A copy of it to be damaged."""
    return Path(shutil.copy(template, tmp_path / "runs.sqlite"))


def alter(file: Path, *statements: str, values: tuple[Any, ...] = ()) -> None:
    """Change a database behind Doorways' back."""
    with closing(sqlite3.connect(file)) as raw, raw:
        for statement in statements:
            raw.execute(statement, values)


def check_and_mend(file: Path) -> Counter[Unsound]:
    """What is held is what was stored; the rest is made again, and then all is held."""
    with open_store(file) as store:
        held = store.held(TASKS)
        assert all(same(run, WHOLE[TASKS[place].replicate, run.arm]) for place, run in held.results)
        assert len(held.results) + sum(len(task.arms) for task in held.left.values()) == len(WHOLE)
        for task in held.left.values():
            store.add(task, [WHOLE[task.replicate, arm.name] for arm in task.arms])
        again = store.held(TASKS)
        assert (len(again.results), again.left, again.unsound.total()) == (len(WHOLE), {}, 0)
        assert all(
            same(run, WHOLE[TASKS[place].replicate, run.arm]) for place, run in again.results
        )
    return held.unsound


FIRST = f"run_id = 1 AND measure = '{MEASURES[0].name}' AND \"window\" = 1"
DAMAGES: dict[str, tuple[int, tuple[str, ...]]] = {
    "twelve values gone": (6, ('DELETE FROM run_value WHERE "window" = 2',)),
    "all values of a run gone": (1, ("DELETE FROM run_value WHERE run_id = 2",)),
    "all weeks of a run gone": (1, ("DELETE FROM run_week WHERE run_id = 2",)),
    "a value altered": (1, (f"UPDATE run_value SET value = 1e9 WHERE {FIRST}",)),
    "a value lost": (1, (f"UPDATE run_value SET value = NULL WHERE {FIRST}",)),
    "a value is text": (1, (f"UPDATE run_value SET value = 'many' WHERE {FIRST}",)),
    "a value is bytes": (1, (f"UPDATE run_value SET value = x'00ff' WHERE {FIRST}",)),
    "a value is infinite": (1, (f"UPDATE run_value SET value = 9e999 WHERE {FIRST}",)),
    "a value made up": (1, ("INSERT INTO run_value VALUES (1, 'joy', 1, 5.0)",)),
    "a year made up": (
        1,
        (f"INSERT INTO run_value SELECT 1, measure, 3, 0 FROM run_value WHERE {FIRST}",),
    ),
    "a measure renamed": (1, (f"UPDATE run_value SET measure = 'joy' WHERE {FIRST}",)),
    "the last week gone": (6, (f"DELETE FROM run_week WHERE week = {WEEKS - 1}",)),
    "a week between gone": (1, ("DELETE FROM run_week WHERE week = 2 AND run_id = 3",)),
    "a week moved far away": (
        1,
        (f"UPDATE run_week SET week = {10**15} WHERE week=5 AND run_id=1",),
    ),
    "a week before the first": (1, ("UPDATE run_week SET week = -1 WHERE week=0 AND run_id=1",)),
    "a week altered": (1, ("UPDATE run_week SET exits = 5 WHERE week = 1 AND run_id = 1",)),
    "a week beyond single precision": (
        1,
        ("UPDATE run_week SET exits = 1e300 WHERE week = 1 AND run_id = 1",),
    ),
    "a week is text": (1, ("UPDATE run_week SET exits = 'x' WHERE week = 1 AND run_id = 1",)),
    "the time is text": (1, ("UPDATE run SET seconds = 'long' WHERE id = 1",)),
    "the digest altered": (1, ("UPDATE run SET digest = 'x' WHERE id = 1",)),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damaged_runs_are_counted_and_made_again(damage: str, file: Path) -> None:
    """Whatever happened to a run, only those runs are left to run, and they replace it."""
    number, statements = DAMAGES[damage]
    alter(file, *statements)
    assert check_and_mend(file) == {Unsound.DAMAGED: number}


def test_runs_that_changed_places_are_noticed(file: Path) -> None:
    """The digest holds a run's key: whole results under another run's name are not trusted."""
    with closing(sqlite3.connect(file)) as raw, raw:
        one, two = (
            raw.execute("SELECT run_key FROM run WHERE id = ?", (n,)).fetchone()[0] for n in (1, 2)
        )
        for key, number in (("-", 1), (one, 2), (two, 1)):
            raw.execute("UPDATE run SET run_key = ? WHERE id = ?", (key, number))
    assert check_and_mend(file) == {Unsound.DAMAGED: 2}


def test_weeks_whose_run_was_lost_stand_in_nobodys_way(file: Path) -> None:
    """Rows left under a run's number do not keep another run from being stored under it."""
    alter(file, "DELETE FROM run WHERE id = 6")
    assert check_and_mend(file) == {}


def test_runs_without_a_digest_are_run_again(file: Path) -> None:
    """Runs of a database made before digests are run again, and that is the reason given."""
    alter(file, "UPDATE run SET digest = NULL")
    assert check_and_mend(file) == {Unsound.UNVERIFIED: len(WHOLE)}


def test_runs_of_another_results_version_are_run_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs marked as, or made under, an earlier results version are counted as such."""
    alter(file, "UPDATE run SET results_version = 1 WHERE id < 3")
    assert check_and_mend(file) == {Unsound.OLD: 2}
    with monkeypatch.context() as earlier:
        for module in ("runner.spec", "store.write", "store.read", "store.hold"):
            earlier.setattr(f"simulation.{module}.RESULTS_VERSION", 1)
        with open_store(tmp_path / "old.sqlite") as store:
            store.add(TASKS[0], results_of(TASKS[0]))
    assert check_and_mend(tmp_path / "old.sqlite") == {Unsound.OLD: 2}


CELLS = st.one_of(
    st.none(), st.text(max_size=5), st.binary(max_size=5), st.integers(-(2**63), 2**63 - 1)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_altered_cell_alters_a_result(template: Path, tmp_path: Path, data: Any) -> None:
    """Anything in any cell, or any row gone: what is held is as it was, and all can be mended."""
    file = Path(shutil.copy(template, tmp_path / "altered.sqlite"))
    for rest in tmp_path.glob("altered.sqlite-*"):
        rest.unlink()
    table = data.draw(st.sampled_from(["run", "run_week", "run_value"]))
    with closing(sqlite3.connect(file)) as raw:
        columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
        keys = [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[5]]
        named = ", ".join(f'"{key}"' for key in keys)
        rows = raw.execute(f"SELECT {named} FROM {table}").fetchall()
        row = data.draw(st.sampled_from(rows))
        where = " AND ".join(f'"{key}" = ?' for key in keys)
        column = data.draw(st.sampled_from([*columns, None]))
        try:
            with raw:
                if column is None:
                    raw.execute(f"DELETE FROM {table} WHERE {where}", row)
                else:
                    value = data.draw(CELLS | st.floats())
                    raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE {where}', (value, *row))
        except sqlite3.IntegrityError:
            assume(False)
    check_and_mend(file)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_altered_byte_alters_a_result(template: Path, tmp_path: Path, data: Any) -> None:
    """Bytes of the file overwritten or cut off: a clear error, or what is held is as it was."""
    whole = bytearray(template.read_bytes())
    for rest in tmp_path.glob("altered.sqlite*"):
        rest.unlink()
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(whole) - 1) | st.integers(0, 9000))
        new = data.draw(st.binary(min_size=1, max_size=300))
        whole[at : at + len(new)] = new
    file = tmp_path / "altered.sqlite"
    file.write_bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))])
    # Anything but a clear error passes through and fails.
    with suppress(DoorwaysError):
        check_and_mend(file)


def test_arrays_of_a_damaged_run_are_refused(file: Path) -> None:
    """Whoever asks for a run by its key is told that it cannot be used."""
    alter(file, *DAMAGES["a value altered"][1])
    with (
        open_store(file) as store,
        pytest.raises(DoorwaysError, match="damaged or incomplete") as caught,
    ):
        store.arrays(run_keys(TASKS[0]))
    assert caught.value.value == run_keys(TASKS[0])[0]


PIECES: dict[str, tuple[str, dict[Unsound, int]]] = {
    "altered": ("UPDATE job_piece SET result = '[9]' WHERE piece = '0'", {Unsound.DAMAGED: 1}),
    "half": ("UPDATE job_piece SET result = '[1.5' WHERE piece = '0'", {Unsound.DAMAGED: 1}),
    "bytes": ("UPDATE job_piece SET result = x'ff' WHERE piece = '0'", {Unsound.DAMAGED: 1}),
    "renamed": ("UPDATE job_piece SET piece = '7' WHERE piece = '0'", {Unsound.DAMAGED: 1}),
    "huge": (f"UPDATE job_piece SET result = '[1{'0' * 999}]'", {Unsound.DAMAGED: 3}),
    "before digests": ("UPDATE job_piece SET digest = NULL", {Unsound.UNVERIFIED: 3}),
}


@pytest.mark.parametrize("damage", PIECES)
def test_damaged_pieces_are_counted_and_made_again(damage: str, file: Path) -> None:
    """A piece that is no longer what was stored is not returned, and is replaced when added."""
    statement, unsound = PIECES[damage]
    alter(file, statement)
    with open_store(file) as store:
        job = store.job("bank", {"rows": 3})
        kept = store.pieces(job)
        assert (kept.unsound, "0" in kept.sound, kept.stored) == (unsound, False, 3)
        store.add_pieces(job, {"0": [2.5], "1": {"a": None}, "2": "text"})
        mended = store.pieces(job)
        assert {name: mended.sound[name] for name in "012"} == {
            "0": [2.5],
            "1": {"a": None},
            "2": "text",
        }


FINDINGS = {
    "altered": "UPDATE finding SET result = '{\"draws\": [[9.5]]}'",
    "half": "UPDATE finding SET result = '{\"dr'",
    "not a number": "UPDATE finding SET result = '{\"draws\": NaN}'",
    "its status": "UPDATE finding SET status = 'not calibrated'",
    "its key": "UPDATE finding SET key = 'x'",
    "its result and its time": "UPDATE finding SET result = 'x', created = 'once'",
}


@pytest.mark.parametrize("damage", FINDINGS)
def test_a_damaged_finding_is_known_as_such(damage: str, file: Path) -> None:
    """A finding whose key is not the digest of its content is not sound; found again, it is."""
    alter(file, FINDINGS[damage])
    with open_store(file) as store:
        assert [one.sound for one in store.findings("calibration")] == [False]
        key = store.add_finding("calibration", "England", "calibrated", {"draws": [[1.5]]})
        assert key in [one.key for one in store.findings("calibration") if one.sound]


def _at(version: str, *more: str) -> Callable[[Path], None]:
    """Make a database of a released version, and alter it."""

    def make(file: Path) -> None:
        engine = make_engine(to_url(file))
        with writing(engine) as connection:
            upgrade(connection, version)
        engine.dispose()
        alter(file, *more)

    return make


def _today(*more: str) -> Callable[[Path], None]:
    def make(file: Path) -> None:
        open_store(file).close()
        alter(file, *more)

    return make


def _cut(file: Path) -> None:
    with open_store(file) as store:
        store.add_all((task, results_of(task)) for task in TASKS)
    with file.open("r+b") as held:
        held.truncate(5 * 4096)


def _garbled(file: Path) -> None:
    open_store(file).close()
    held = bytearray(file.read_bytes())
    held[100:4096] = b"\x7f" * 3996
    file.write_bytes(held)


def _a_letter(file: Path) -> None:
    file.write_text("Dear director of children's services, " * 200, encoding="utf-8")


STATES: dict[str, tuple[Callable[[Path], None], str]] = {
    "a later table is there": (
        _at("0001", "CREATE TABLE job (key INT)"),
        "already exists.*half-way",
    ),
    "a later column is there": (
        _at("0002", "ALTER TABLE run ADD COLUMN digest TEXT"),
        "duplicate column.*half-way",
    ),
    "no version": (_today("DROP TABLE doorways_version"), "lacks the table that says"),
    "an empty version": (_today("DELETE FROM doorways_version"), "already exists.*half-way"),
    "a version of another kind": (
        _today("DROP TABLE doorways_version", "CREATE TABLE doorways_version (x INT)"),
        "no such column.*half-way",
    ),
    "a table gone": (_today("DROP TABLE finding"), "lacks the table 'finding'"),
    "a column gone": (
        _today("ALTER TABLE run_value DROP COLUMN value"),
        "lacks the column 'value' of the table 'run_value'",
    ),
    "cut short": (_cut, "malformed.*damaged"),
    "its first page garbled": (_garbled, "damaged"),
    "a letter": (_a_letter, "not a database.*damaged, or is no database"),
}


@pytest.mark.parametrize("state", STATES)
def test_a_database_that_cannot_be_used_is_told_truly(state: str, tmp_path: Path) -> None:
    """The message says what is wrong and the way out, never that nothing is lost; all is left as it was."""
    file = tmp_path / "runs.sqlite"
    make, words = STATES[state]
    make(file)
    before = file.read_bytes()
    with pytest.raises(DoorwaysError, match=words) as caught, open_store(file) as store:
        store.held(TASKS)
    assert "othing stored is lost" not in str(caught.value)
    assert "--db" in caught.value.next_step
    assert file.read_bytes() == before


def test_a_cut_log_costs_no_more_than_the_last_runs(tmp_path: Path) -> None:
    """A write-ahead log cut after a power failure: what is left is right, the rest is run again."""
    file, copy = tmp_path / "runs.sqlite", tmp_path / "copy.sqlite"
    with open_store(file) as store:
        for task in TASKS:
            store.add(task, results_of(task))
        shutil.copy(file, copy)
        log = Path(f"{file}-wal").read_bytes()
    for part in (0.3, 0.9, 0.999):
        Path(f"{copy}-wal").write_bytes(log[: int(len(log) * part)])
        one = Path(shutil.copy(copy, tmp_path / f"{part}.sqlite"))
        shutil.copy(f"{copy}-wal", f"{one}-wal")
        assert check_and_mend(one).total() == 0


KILLED = """
import os, sys
from simulation.store import migrate
from simulation.store.address import to_url
from simulation.store.connect import make_engine
def killed(whole):
    def way(connection):
        whole(connection)
        os._exit(9)
    return way
migrate.make, migrate.upgrade = killed(migrate.make), killed(migrate.upgrade)
migrate.prepare(make_engine(to_url(sys.argv[1])), "here")
"""


@pytest.mark.parametrize("version", [None, "0001", "0002"])
def test_a_kill_in_the_middle_of_a_migration_leaves_what_was(
    version: str | None, tmp_path: Path
) -> None:
    """A program killed with every table made and nothing committed: the next one upgrades."""
    file = tmp_path / "runs.sqlite"
    if version is not None:
        _at(version)(file)
    root = Path(__file__).resolve().parents[2]
    arguments = [sys.executable, "-c", KILLED, str(file)]
    assert subprocess.run(arguments, cwd=root, check=False).returncode == 9
    assert check_and_mend(file) == {}


@pytest.fixture
def locked(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[sqlite3.Connection]:
    """Somebody else in the middle of writing; nobody waits long for them."""
    monkeypatch.setattr("simulation.store.connect.BUSY_MILLISECONDS", 1)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_locked_database_says_that_another_program_is_writing(
    file: Path, locked: sqlite3.Connection
) -> None:
    """A lock is told as what it is, with what to do."""
    with pytest.raises(DoorwaysError, match="Another program is writing to it") as caught:
        open_store(file)
    assert "repeat the command" in caught.value.next_step


@pytest.mark.parametrize(("says", "tries"), [("{pid}", waiting.PATIENCE), ("0x", 1), (None, 1)])
def test_one_of_ours_is_waited_for_longer(
    says: str | None,
    tries: int,
    file: Path,
    locked: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While a living Doorways is named beside the database, the wait is repeated; else it is not."""
    marker = file.with_name(file.name + waiting.SUFFIX)
    if says is not None:
        marker.write_text(says.format(pid=os.getpid()), encoding="utf-8")
    asked: list[bool] = []

    def is_locked(error: Any) -> bool:
        asked.append(True)
        return "locked" in str(error)

    monkeypatch.setattr(waiting, "is_locked", is_locked)
    with pytest.raises(DoorwaysError, match="Another program"):
        open_store(file)
    assert len(asked) == max(tries - 1, 1)


def test_the_writer_names_itself_while_it_writes(file: Path) -> None:
    """The name stands there during a transaction and is gone after it, kept or not."""
    marker = file.with_name(file.name + waiting.SUFFIX)
    engine = make_engine(to_url(file))
    with open_store(file) as store:
        with writing(engine):
            assert marker.read_text(encoding="utf-8") == str(os.getpid())
        assert not marker.exists()
        (one, _) = results_of(TASKS[0])
        with pytest.raises(IndexError):
            store.add(replace(TASKS[0], replicate=9), [replace(one, weekly=one.weekly[:, :2])])
        assert not marker.exists()
    engine.dispose()


def test_a_waiting_writer_goes_on_when_the_other_is_done(
    file: Path, locked: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one of ours finishes between two waits: the write succeeds."""
    marker = file.with_name(file.name + waiting.SUFFIX)
    marker.write_text(str(os.getpid()), encoding="utf-8")

    def is_locked(_: Any) -> bool:
        locked.execute("COMMIT")
        return True

    monkeypatch.setattr(waiting, "is_locked", is_locked)
    with open_store(file) as store:
        assert not store.held(TASKS).left

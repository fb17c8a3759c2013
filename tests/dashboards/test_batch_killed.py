"""Batches whose parts are really killed: what comes of them in the end is, bit for bit, the undisturbed batch."""

import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import apart
import psutil
import pytest
from apart import ended, rows_in, wait_for, worker_killed
from local_cluster import LocalCluster, local_cluster
from severed import Wire
from small_batch import batch, longer
from sqlalchemy import create_engine, make_url, text
from typer.testing import Result

from scenarios.batch.cells import batch_of
from scenarios.batch.plan import read_plan
from simulation.runner.spec import run_keys
from simulation.store.store import open_store

pytestmark = pytest.mark.slow

FUTURES = 80
POOLED = f"{apart.POOLS} {apart.START}"

type Contents = dict[str, tuple[bytes, bytes]]


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan's file."""
    path = tmp_path_factory.mktemp("plan") / "small.toml"
    path.write_text(longer(2, 40), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(plan: Path) -> Contents:
    """What the batch gives where nothing happens to it, one task after the other."""
    path = str(plan.with_name("undisturbed.sqlite"))
    assert resumed(plan, path, "--workers", "1").exit_code == 0
    return contents(plan, path)


def contents(plan: Path, database: str) -> Contents:
    """Every number of every run of the plan, as bytes; all of them are there, and no other."""
    batch = batch_of(read_plan(plan))
    keys = [
        key for cell in batch.cells for one in batch.planned(cell).tasks for key in run_keys(one)
    ]
    with open_store(database) as store:
        found = store.arrays(keys)
        assert sum(one.runs for one in store.size()[0]) == len(keys) == len(set(keys))
    return {
        key: (found.weekly[i].tobytes(), found.values[i].tobytes()) for i, key in enumerate(keys)
    }


def resumed(plan: Path, database: str, *words: str) -> Result:
    """Run the batch in this process to its end."""
    return batch("run", plan, "--db", database, "-q", *words)


def running(
    plan: Path, database: str, *words: str
) -> AbstractContextManager["subprocess.Popen[str]"]:
    """Run the batch in a process of its own, and wait until some of it is stored."""
    command = ("batch", "run", str(plan), "--db", database, *words)
    return apart.running(POOLED, *command, begun=lambda: stored(database) > 4)


def stored(database: str) -> int:
    """Count the runs that are stored, without taking part."""
    if "://" not in database:
        return rows_in(Path(database), "run")
    engine = create_engine(database)
    try:
        with engine.connect() as connected:
            there = connected.scalar(text("SELECT to_regclass('run')"))
            return (connected.scalar(text("SELECT count(*) FROM run")) or 0) if there else 0
    finally:
        engine.dispose()


def test_the_driver_is_killed(plan: Path, database: str, undisturbed: Contents) -> None:
    """SIGKILL while it writes, twice; the same command does the rest, and no worker is left behind."""
    for _ in range(2):
        with running(plan, database, "--workers", "2") as process:
            workers = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            process.wait()
            psutil.wait_procs(workers, timeout=60)
            assert not any(one.is_running() and one.status() != "zombie" for one in workers)
        assert 0 < stored(database) < 2 * FUTURES
    assert resumed(plan, database).exit_code == 0
    assert contents(plan, database) == undisturbed


def test_a_worker_is_killed(plan: Path, database: str, undisturbed: Contents) -> None:
    """SIGKILL of one process of the pool, then of another: it goes on by itself."""
    killed = 0
    with running(plan, database, "--workers", "2") as process:
        for _ in range(2):
            before = stored(database)
            killed += worker_killed(process)
            wait_for(lambda: stored(database) > before or process.poll() is not None)  # noqa: B023
        ended(process)
    assert killed
    assert contents(plan, database) == undisturbed


def test_a_worker_of_a_cluster_and_its_scheduler_are_killed(
    plan: Path, database: str, undisturbed: Contents, tmp_path: Path
) -> None:
    """Without a worker the rest goes on; without a scheduler it ends in a sentence, and goes on with a new one."""
    with local_cluster(tmp_path) as dask:
        with running(plan, database, "--cluster", dask.address) as process:
            dask.workers[0].kill()
            before = stored(database)
            wait_for(lambda: stored(database) > before)
            dask.scheduler.kill()
            said = process.communicate(timeout=300)[0]
        assert process.returncode == 2, said
        assert "Traceback" not in said
        dask.scheduler.wait()
        begin_again(dask)
        assert resumed(plan, database, "--cluster", dask.address).exit_code == 0
    assert contents(plan, database) == undisturbed


def begin_again(dask: LocalCluster) -> None:
    """Start a scheduler at the same address, with a worker."""
    for one in dask.workers:
        one.kill()
        one.wait()
    dask.start_scheduler()
    dask.add_worker()


@pytest.mark.postgres
def test_the_connection_is_ended_by_the_server(plan: Path, undisturbed: Contents) -> None:
    """The server ends the writer's connections again and again: it connects anew, and nothing is asked of anybody."""
    with schema() as (database, name):
        with running(plan, f"{database}&application_name={name}", "--workers", "2") as process:
            server = create_engine(os.environ["DOORWAYS_TEST_POSTGRES"])
            for _ in range(5):
                before = stored(database)
                with server.connect() as connection:
                    connection.execute(
                        text(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                            "application_name = :name"
                        ),
                        {"name": name},
                    )
                wait_for(lambda: stored(database) > before or process.poll() is not None)  # noqa: B023
            server.dispose()
            ended(process)
        assert contents(plan, database) == undisturbed


@pytest.mark.postgres
def test_the_server_is_away_for_a_while(plan: Path, undisturbed: Contents) -> None:
    """Every connection breaks in the middle of what it does, and none can be made for some seconds: it waits."""
    url = make_url(os.environ["DOORWAYS_TEST_POSTGRES"])
    wire = Wire(url.host or "127.0.0.1", url.port or 5432)
    with schema() as (database, _):
        through = make_url(database).set(host="127.0.0.1", port=wire.port)
        address = through.render_as_string(hide_password=False)
        with running(plan, address, "--workers", "2") as process:
            wire.cut()
            time.sleep(4)
            assert process.poll() is None
            wire.mend()
            ended(process)
        wire.close()
        assert contents(plan, database) == undisturbed


@contextmanager
def schema() -> Iterator[tuple[str, str]]:
    """A schema of its own on the server, and its name."""
    url = make_url(os.environ["DOORWAYS_TEST_POSTGRES"])
    name = f"kills_{os.getpid()}_{time.monotonic_ns()}"
    server = create_engine(url)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    own = url.update_query_dict({"options": f"-csearch_path={name}"})
    yield own.render_as_string(hide_password=False), name
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    server.dispose()


def test_the_disk_is_full(
    plan: Path, tmp_path: Path, undisturbed: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's own writer finds no room: that is said, what was stored is whole, and the rest comes later."""
    database = str(tmp_path / "runs.sqlite")
    open_store(database).close()
    with room_for(400, monkeypatch):
        result = resumed(plan, database, "--workers", "2")
    assert result.exit_code == 2, result.output
    assert "no room left" in result.output
    assert 0 < stored(database) < 2 * FUTURES
    assert resumed(plan, database).exit_code == 0
    assert contents(plan, database) == undisturbed


@contextmanager
def room_for(pages: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let database files have so many pages and no more, as a quota does."""
    connects = sqlite3.connect

    def limited(*told: object, **more: object) -> sqlite3.Connection:
        made: sqlite3.Connection = connects(*told, **more)  # type: ignore[call-overload]
        made.execute(f"PRAGMA max_page_count = {pages}")
        return made

    with monkeypatch.context() as here:
        here.setattr("sqlite3.dbapi2.connect", limited)
        here.setattr(sqlite3, "connect", limited)
        yield


@pytest.mark.postgres
def test_the_disk_of_the_server_is_full(plan: Path, undisturbed: Contents) -> None:
    """The server refuses with its own code for it; once there is room, the same command does the rest."""
    with schema() as (database, _):
        open_store(database).close()
        engine = create_engine(database)
        refuse = (
            "CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF (SELECT count(*) FROM run) > 20 THEN RAISE EXCEPTION 'could not extend file: No space left on "
            "device' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$"
        )
        with engine.begin() as connection:
            connection.execute(text(refuse))
            watch = "CREATE TRIGGER full_disk BEFORE INSERT ON run_week EXECUTE FUNCTION full()"
            connection.execute(text(watch))
        result = resumed(plan, database, "--workers", "2")
        assert result.exit_code == 2, result.output
        assert "no room left" in result.output
        assert stored(database) == 20
        with engine.begin() as connection:
            connection.execute(text("DROP TRIGGER full_disk ON run_week"))
        engine.dispose()
        assert resumed(plan, database).exit_code == 0
        assert contents(plan, database) == undisturbed

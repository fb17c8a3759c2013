"""--cluster: the same option of every long command, the same numbers as here, and no worker of another version."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import apart
import pandas as pd
import pytest
import typer
from local_cluster import LocalCluster, local_cluster
from small_batch import batch, longer
from small_england import PRIORS, small_england
from typer.testing import CliRunner

from calibration.beliefs.authorities.load import all_profiles
from dashboards.cli.app import app
from dashboards.cli.clusters import anywhere
from scenarios.batch.calibrations import asked as of_plans
from scenarios.many import which
from simulation.errors import DoorwaysError
from simulation.runner import cluster
from simulation.runner.execution import USUAL, Execution
from simulation.runner.provenance import here
from simulation.runner.run import run_tasks

#: Commands that simulate for long, with words that make them short.
LONG: dict[str, Sequence[str]] = {
    "compare": ("--authority", "Rutland", "--years", "1", "--replicates", "2"),
    "england": ("--years", "1", "--replicates", "2"),
    "forecast": ("--authority", "Rutland", "--years", "1", "--replicates", "4", "--no-record"),
    "case": ("--authority", "Rutland", "--years", "1", "--replicates", "2"),
    "portfolio": ("no-wrong-door", "mockingbird", "--budget", "£9m", "--replicates", "2"),
    "funnel": ("--authority", "Rutland", "--years", "1", "--replicates", "2"),
    "headlines": ("--authority", "Rutland", "--replicates", "2"),
    "trial": ("--authorities", "2", "--replications", "2", "--design", "before-after"),
    "adapt": (),
    "order": (),
    "calibrate": (),
    "backtest": (),
    "sensitivity": (),
    "effects": (),
}
#: What is another each time anything runs: times, and where it was written.
OTHERWISE = ("timings", "made", "seconds", "runs_reused", "created", "version", "notes")


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCluster]:
    """A cluster of two workers."""
    with local_cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


def options_of(name: str) -> set[str]:
    """Return the options of a command."""
    group: Any = typer.main.get_command(app)
    return {option for one in group.commands[name].params for option in one.opts}


@pytest.mark.parametrize("name", LONG)
def test_every_long_command_runs_anywhere(name: str) -> None:
    """Each has both options, and none has only one of them."""
    assert {"--workers", "--cluster"} <= options_of(name)


def test_no_command_has_workers_alone() -> None:
    """Whoever asks how many processes may simulate also takes a cluster, sub-commands too."""
    group: Any = typer.main.get_command(app)
    every = [one for one in group.commands.values() if not hasattr(one, "commands")]
    every += [
        sub
        for one in group.commands.values()
        if hasattr(one, "commands")
        for sub in one.commands.values()
    ]
    asked = [{o for p in one.params for o in p.opts} for one in every]
    assert all(("--workers" in one) == ("--cluster" in one) for one in asked)


def test_a_command_is_handed_an_execution() -> None:
    """What it declares stays in its order, with the two options in the place of the execution."""
    seen: list[Execution] = []

    def command(first: int = 1, execution: Execution = USUAL, last: str = "z") -> str:
        seen.append(execution)
        return f"{first}{last}"

    made = anywhere(command)
    assert list(made.__annotations__) == ["first", "workers", "cluster", "last"]
    assert made(workers=3, last="y") == "1y"
    assert seen == [Execution(3)]
    with pytest.raises(DoorwaysError, match="Leave out --workers"):
        made(workers=3, cluster="tcp://127.0.0.1:9")


def test_a_cluster_that_does_not_answer_is_told_by_every_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The one mechanism says it, before anything is made."""
    monkeypatch.setattr(cluster, "WAIT", "1s")
    said = ["trial", "--cluster", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(app, said)
    assert result.exit_code == 2, result.output
    assert "No scheduler answers" in result.output


@pytest.mark.parametrize("address", ["missing/below/deep", "nowhere", "fax://a:1", "a:b"])
def test_an_address_that_is_none_makes_no_client(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client of it would be left half made and hold the end of the process up for twenty seconds."""

    def no_client(*_: object, **__: object) -> None:
        raise AssertionError("a client was made")

    monkeypatch.setattr("distributed.Client", no_client)
    with (
        pytest.raises(DoorwaysError, match="no address of a scheduler"),
        cluster.connected(address),
    ):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, words in LONG.items() if words])
def test_on_a_cluster_it_is_the_same(
    name: str, dask: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every number of the command's own file is what it is on one core."""
    # Nine of England's councils stand for all: each is run alike.
    monkeypatch.setattr(which, "all_profiles", lambda year: all_profiles(year)[::17])
    found = []
    for place in (("--workers", "1"), ("--cluster", dask.address)):
        out = tmp_path / place[0]
        words = [name, *LONG[name], *place, "--db", str(out / "runs.sqlite"), "--quiet"]
        words += ["--json", str(out / "found.json")]
        words += ["--out", str(out / "all")] if "--out" in options_of(name) else []
        out.mkdir()
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        found.append(json.loads((out / "found.json").read_text(encoding="utf-8")))
    assert plain(found[0]) == plain(found[1])


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a calibration made here; England in small stands for England."""
    folder = tmp_path_factory.mktemp("calibrated")
    (folder / "priors.toml").write_text(PRIORS, encoding="utf-8")
    calibrate(folder / "here.sqlite", "--workers", "1")
    return folder / "here.sqlite"


def calibrate(db: Path, *place: str) -> None:
    """Calibrate England in small with the priors beside a database."""
    words = ("england", "--bank", "256", "--priors", str(db.with_name("priors.toml")), "--quiet")
    with small_england():
        result = CliRunner().invoke(app, ["calibrate", *words, *place, "--db", str(db)])
    assert result.exit_code == 0, result.output


@pytest.mark.slow
def test_a_calibration_on_a_cluster_is_the_same(dask: LocalCluster, calibrated: Path) -> None:
    """Every piece of every job and all that was found, byte for byte."""
    there = calibrated.with_name("there.sqlite")
    calibrate(there, "--cluster", dask.address)
    assert stored(there) == stored(calibrated)
    assert len(stored(there)["job_piece"]) > 256


def stored(db: Path) -> dict[str, list[Any]]:
    """Every key, piece and finding of a database, without when they were made."""
    asked = {"job": "key, config", "job_piece": "job_key, piece, result, digest"}
    asked |= {"finding": "key, name, status, result"}
    with closing(sqlite3.connect(db)) as connection:
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}"))
            for table, columns in asked.items()
        }


CALIBRATED = """
name = "levels"

[calibrations]
places = ["England", "Norfolk"]
priors = ["priors.toml"]
held_out = [2024]
bank = 256
"""


@pytest.mark.slow
def test_calibrations_of_a_plan_on_a_cluster_are_the_same(
    dask: LocalCluster, calibrated: Path, tmp_path: Path
) -> None:
    """Run, look, export: on a cluster the table is the same bytes as here, of simulations that are there."""
    shutil.copy(calibrated, tmp_path / "--workers.sqlite")
    plan = tmp_path / "levels.toml"
    plan.write_text(CALIBRATED, encoding="utf-8")
    (tmp_path / "priors.toml").write_text(PRIORS, encoding="utf-8")
    told = []
    with small_england(of_plans):
        for where in (("--workers", "1"), ("--cluster", dask.address)):
            db = ("--db", tmp_path / f"{where[0]}.sqlite")
            done = batch("run", plan, *db, *where)
            assert done.exit_code == 0, done.output
            assert "2 calibrations; 2 made now, 0 made before" in done.output
            assert ("simulations; 0 run now" in done.output) == ("--workers" in where)
            assert "2 of 2 calibrations are made" in batch("status", plan, *db).output
            out = tmp_path / "calibrations.csv"
            done = batch("export", plan, *db, "--out", out)
            assert done.exit_code == 0, done.output
            told.append(out.read_bytes())
    assert told[0] == told[1]
    assert pd.read_csv(out).place.tolist() == ["England", "Norfolk"]


@pytest.mark.slow
def test_a_sensitivity_on_a_cluster_is_the_same(dask: LocalCluster, tmp_path: Path) -> None:
    """Every file of numbers it writes, byte for byte but for when it was made."""
    words = ["sensitivity", "--authority", "Rutland", "--years", "1", "--runs", "200", "--quiet"]
    found = []
    for place in (("--workers", "1"), ("--cluster", dask.address)):
        out = tmp_path / place[0]
        result = CliRunner().invoke(app, [*words, "--of", "baseline", *place, "--out", str(out)])
        assert result.exit_code == 0, result.output
        told = plain(json.loads((out / "sensitivity.json").read_text(encoding="utf-8")))
        found.append((told, {one.name: one.read_bytes() for one in out.glob("*.csv")}))
    assert found[0] == found[1]


def plain(thing: Any) -> Any:
    """Return plain data without what is another each time."""
    if isinstance(thing, dict):
        return {k: plain(one) for k, one in thing.items() if k not in OTHERWISE}
    return [plain(one) for one in thing] if isinstance(thing, list) else thing


def double(number: int) -> int:
    """Return twice a number."""
    return 2 * number


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda version, made: (version + 1, astuple(made)), "results"),
        (lambda version, made: (version, astuple(replace(made, code="0" * 16))), "code 0000"),
        (lambda version, made: (version, astuple(replace(made, packages="numpy 1"))), "numpy 1"),
        (lambda version, made: (version, astuple(replace(made, product="9.9"))), "version 9.9"),
    ],
)
def test_a_worker_of_another_version_gives_nothing(
    change: Callable[[int, Any], cluster.Versions], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever it joins: what it is handed fails by name, and no number of it is used."""
    others = change(cluster.RESULTS_VERSION, here())
    with ThreadPoolExecutor(1) as pool:
        checked = cluster.Cluster(pool)
        got: list[int] = []
        run_tasks([1, 2], double, Execution(1, checked), on_result=lambda _, one: got.append(one))
        assert got == [2, 4]
        monkeypatch.setattr(cluster, "versions_here", lambda: others)
        with pytest.raises(DoorwaysError, match=says):
            run_tasks([3], double, Execution(1, checked), on_result=lambda _, one: got.append(one))
    assert got == [2, 4]


def test_another_machine_may_help() -> None:
    """Only the software has to be the same."""
    elsewhere = replace(here(), processor="another", system="Windows AMD64", python="3.12.0")
    there = (cluster.RESULTS_VERSION, astuple(elsewhere))
    cluster.refuse_others("a worker", there, cluster.versions_here())


@pytest.mark.slow
def test_a_batch_whose_worker_is_killed_loses_nothing(dask: LocalCluster, tmp_path: Path) -> None:
    """One of two is killed under way: it ends by itself, and every run is what it is here."""
    plan, dbs = tmp_path / "small.toml", [tmp_path / f"{one}.sqlite" for one in ("here", "there")]
    plan.write_text(longer(1, 30), encoding="utf-8")
    assert batch("run", plan, "--db", dbs[0], "--workers", "1", "-q").exit_code == 0
    words = ("batch", "run", str(plan), "--db", str(dbs[1]), "--cluster", dask.address)
    with apart.running(
        apart.START, *words, begun=lambda: apart.rows_in(dbs[1], "run") > 0
    ) as process:
        dask.workers[-1].kill()
        apart.ended(process)
    # What other tests run on is a cluster of two again.
    dask.add_worker()
    tables = []
    for db in dbs:
        out = tmp_path / "runs.csv"
        assert batch("export", plan, "--table", "runs", "--db", db, "--out", out).exit_code == 0
        tables.append(out.read_bytes())
    assert tables[0] == tables[1]

"""Simulations of calibrations whose program or worker is really killed: what comes of them is the undisturbed batch."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
from small_england import PRIORS, small_england
from typer.testing import CliRunner

from calibration.joint.bank.jobs import TOGETHER
from dashboards.cli.app import app
from scenarios.batch.calibrations import asked

pytestmark = pytest.mark.slow

#: England in small, and pools of processes at once: with threads there is no worker to kill.
SMALL = (
    "import simulation.runner.ledger as ledger; ledger.REPAYING_SECONDS = 0.0;"
    "from small_england import small_england; from scenarios.batch.calibrations import asked;"
    "from dashboards.cli.app import main\n"
    "with small_england(asked): main()"
)
PLAN = "name = 'levels'\n[calibrations]\npriors = ['priors.toml']\nbank = 128\n"
#: All simulations, and no posterior.
ALL = ("--part", "1/1", "--quiet")


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan's file."""
    path = tmp_path_factory.mktemp("plan") / "levels.toml"
    path.write_text(PLAN, encoding="utf-8")
    path.with_name("priors.toml").write_text(PRIORS, encoding="utf-8")
    return path


def resumed(plan: Path, db: Path) -> list[tuple[str, ...]]:
    """Run what is missing, one after the other, and return every piece."""
    with small_england(asked):
        words = ["batch", "run", str(plan), "--db", str(db), "--workers", "1", *ALL]
        assert CliRunner().invoke(app, words).exit_code == 0
    return pieces(db)


def pieces(db: Path) -> list[tuple[str, ...]]:
    """Return what is stored, without taking part."""
    wanted = "SELECT job_key, piece, result, digest FROM job_piece ORDER BY 1, 2"
    try:
        with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
            return list(connection.execute(wanted))
    except sqlite3.OperationalError:
        return []


def begun(plan: Path, db: Path) -> "subprocess.Popen[bytes]":
    """Start the batch in a program of its own, and return when something of it is stored."""
    path = os.pathsep.join((str(Path(__file__).parents[1] / "services"), str(Path.cwd())))
    command = [sys.executable, "-c", SMALL, "batch", "run", str(plan), "--db", str(db)]
    process = subprocess.Popen(
        [*command, "--workers", "2", *ALL], env={**os.environ, "PYTHONPATH": path}
    )
    while len(pieces(db)) < TOGETHER and process.poll() is None:
        time.sleep(0.05)
    return process


@pytest.fixture(scope="module")
def undisturbed(plan: Path) -> list[tuple[str, ...]]:
    """What is stored where nothing happens to it."""
    found = resumed(plan, plan.with_name("undisturbed.sqlite"))
    assert len(found) > 128
    return found


def test_the_program_is_killed(
    plan: Path, undisturbed: list[tuple[str, ...]], tmp_path: Path
) -> None:
    """SIGKILL while it writes: what was stored stays, the same command does the rest, byte for byte."""
    db = tmp_path / "killed.sqlite"
    process = begun(plan, db)
    process.kill()
    process.wait()
    assert 0 < len(pieces(db)) < len(undisturbed)
    assert resumed(plan, db) == undisturbed


def test_a_worker_is_killed(plan: Path, undisturbed: list[tuple[str, ...]], tmp_path: Path) -> None:
    """SIGKILL of a process of the pool: it goes on by itself, and all of it is there."""
    db = tmp_path / "worker.sqlite"
    process = begun(plan, db)
    with suppress(psutil.NoSuchProcess, IndexError):
        psutil.Process(process.pid).children()[-1].kill()
    assert process.wait(timeout=300) == 0
    assert pieces(db) == undisturbed

"""Simulations of calibrations whose program or worker is really killed: what comes of them is the undisturbed batch."""

import sqlite3
import subprocess
from contextlib import AbstractContextManager, closing
from pathlib import Path

import apart
import pytest
from small_england import PRIORS, small_england
from typer.testing import CliRunner

from calibration.joint.bank.jobs import TOGETHER
from dashboards.cli.app import app
from scenarios.batch.calibrations import asked

pytestmark = pytest.mark.slow

#: Where England in small is.
SERVICES = Path(__file__).parents[1] / "services"
#: England in small, in a pool of processes.
SMALL = (
    f"import sys; sys.path.append({str(SERVICES)!r}); {apart.POOLS}"
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
    """Return what is stored."""
    wanted = "SELECT job_key, piece, result, digest FROM job_piece ORDER BY 1, 2"
    with closing(sqlite3.connect(db)) as connection:
        return list(connection.execute(wanted))


def running(plan: Path, db: Path) -> AbstractContextManager["subprocess.Popen[str]"]:
    """Run the batch in a program of its own, and wait until something of it is stored."""
    words = ("batch", "run", str(plan), "--db", str(db), "--workers", "2", *ALL)
    return apart.running(SMALL, *words, begun=lambda: apart.rows_in(db, "job_piece") >= TOGETHER)


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
    with running(plan, db) as process:
        process.kill()
    assert 0 < len(pieces(db)) < len(undisturbed)
    assert resumed(plan, db) == undisturbed


def test_a_worker_is_killed(plan: Path, undisturbed: list[tuple[str, ...]], tmp_path: Path) -> None:
    """SIGKILL of a process of the pool: it goes on by itself, and all of it is there."""
    db = tmp_path / "worker.sqlite"
    with running(plan, db) as process:
        assert apart.worker_killed(process)
        apart.ended(process)
    assert pieces(db) == undisturbed

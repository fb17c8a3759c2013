"""What a batch cannot go on with is told in a sentence, and nothing that was stored is lost."""

import shutil
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import pytest
from small_batch import PLAN as BOTH
from small_batch import batch as run
from typer.testing import Result

from simulation.runner import cluster
from simulation.runner.provenance import here

PLAN = BOTH.replace('"Kingston upon Thames", ', "")


def refused(result: Result, *says: str) -> None:
    """It ends with an error that says so in a few lines, and with no traceback."""
    assert result.exit_code == 2, result.output
    said = " ".join(result.output.split())
    assert all(one in said for one in says), said
    assert "Traceback" not in said
    assert len(result.output.splitlines()) < 8


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a plan that has run."""
    folder = tmp_path_factory.mktemp("ran")
    (folder / "small.toml").write_text(PLAN, encoding="utf-8")
    done = run("run", folder / "small.toml", "--db", folder / "b.sqlite", "--workers", "1", "-q")
    assert done.exit_code == 0, done.output
    return folder


@pytest.fixture
def folder(ran: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(ran, tmp_path / "copy"))


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (('"Rutland"', '"Atlantis"'), ("Atlantis",)),
        (('"care_entries"', '"care_entrys"'), ("care_entrys", "care_entries")),
        (("replicates = 2", "replicates = 10001"), ("20,002 runs", "--yes")),
        (("replicates = 2", 'replicates = "two"'), ("replicates", "two")),
        (("name =", "names ="), ("name",)),
        (("[", "[["), ("small.toml",)),
    ],
)
def test_a_plan_that_cannot_be_changes_nothing(
    edit: tuple[str, str], says: tuple[str, ...], folder: Path
) -> None:
    """An unknown council or measure, more runs than by accident, or no plan at all: the database is as it was."""
    before = (folder / "b.sqlite").read_bytes()
    plan = folder / "small.toml"
    plan.write_text(PLAN.replace(*edit), encoding="utf-8")
    refused(run("run", plan, "--db", folder / "b.sqlite", "--changed"), *says)
    assert (folder / "b.sqlite").read_bytes() == before


def test_as_many_simulations_of_calibrations_are_asked_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They count as runs: a plan of large banks is not begun by accident."""
    monkeypatch.setattr("scenarios.batch.cells.MANY_RUNS", 1000)
    plan = folder / "large.toml"
    plan.write_text("name = 'large'\n[calibrations]\nbank = 1024\n", encoding="utf-8")
    refused(run("run", plan, "--db", folder / "b.sqlite"), "runs", "--yes")


@pytest.mark.parametrize("format_", ["csv", "parquet"])
@pytest.mark.parametrize("table", ["calibrations", "pairs"])
def test_a_table_that_a_plan_has_no_row_of_is_refused(
    table: str, format_: str, folder: Path
) -> None:
    """No empty file is left behind, and what can be asked for is said."""
    out, db = folder / "t", ("--db", folder / "b.sqlite")
    words = ("--table", table, "--format", format_, "--out", out)
    refused(run("export", "small", *words, *db), "The plan has none", "comparisons")
    assert not out.exists()


@pytest.mark.parametrize("table", ["comparisons", "runs", "weeks"])
def test_a_plan_of_calibrations_has_no_table_of_comparisons(table: str, folder: Path) -> None:
    """It says so, before anything runs."""
    plan = folder / "levels.toml"
    plan.write_text("name = 'levels'\n[calibrations]\nbank = 64\n", encoding="utf-8")
    refused(
        run("export", plan, "--table", table, "--db", folder / "b.sqlite"),
        "The plan has none",
        "its calibrations",
    )


def test_a_plan_that_was_edited_is_noticed_and_what_ran_is_kept(folder: Path) -> None:
    """By its name the plan goes on as it ran; edited it says what to do; on purpose only what is new runs."""
    plan, db = folder / "small.toml", ("--db", folder / "b.sqlite", "--workers", "1")
    plan.write_text(PLAN.replace("replicates = 2", "replicates = 3"), encoding="utf-8")
    refused(run("run", plan, *db), "said something else", "--changed")
    refused(run("resume", plan, *db), "said something else", "--changed")
    assert "0 run now, 2 stored before" in run("resume", "small", *db).output
    done = run("run", plan, *db, "--changed")
    assert "1 run now, 2 stored before" in done.output


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_half_a_database_is_told_and_left_as_it_is(share: float, folder: Path) -> None:
    """Cut off in the middle: it is named with what to do, no byte of it changes, and the whole one still serves."""
    whole, half = folder / "b.sqlite", folder / "half.sqlite"
    written = whole.read_bytes()
    half.write_bytes(written[: int(share * len(written))])
    before = half.read_bytes()
    for words in (("run",), ("resume",), ("status",), ("export",)):
        refused(run(*words, folder / "small.toml", "--db", half), "half.sqlite")
    assert half.read_bytes() == before
    assert "2 of 2 futures are stored" in run("status", "small", "--db", whole).output


class _Client:
    """A cluster with one worker of another version."""

    def wait_for_workers(self, many: int, timeout: str) -> None:
        """It is there."""

    def run(self, function: Any) -> dict[str, cluster.Versions]:
        """Its versions are others."""
        made = replace(here(), code="0" * 16)
        return {"tcp://192.0.2.7:4000": (cluster.RESULTS_VERSION, astuple(made))}

    def close(self) -> None:
        """It is let go."""


def test_a_cluster_of_another_version_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker is named with what it has and what this has, and nothing is stored."""
    monkeypatch.setattr(cluster, "_client", lambda address: _Client())
    before = (folder / "b.sqlite").read_bytes()
    words = ("run", folder / "small.toml", "--db", folder / "b.sqlite")
    result = run(*words, "--cluster", "tcp://192.0.2.1:8786")
    refused(result, "192.0.2.7", "0" * 16, here().code, "Install the same version everywhere")
    assert (folder / "b.sqlite").read_bytes() == before


def test_a_database_of_a_part_that_is_none_is_told(folder: Path) -> None:
    """No file, or no database: the whole is as it was."""
    db = ("--db", folder / "b.sqlite")
    refused(run("merge", "small", folder / "gone.sqlite", *db), "gone.sqlite", "no such file")
    refused(run("merge", "small", folder / "small.toml", *db), "small.toml")
    assert "2 of 2 futures are stored" in run("status", "small", *db).output

"""`doorways batch` from outside: new, run, status, export, split and join; and mistakes told in a sentence."""

import json
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from local_cluster import local_cluster
from small_batch import PLAN, longer
from small_batch import batch as run
from typer.testing import Result


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A small plan."""
    path = tmp_path / "small.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_from_plan_to_table(plan: Path, tmp_path: Path) -> None:
    """Run, look, run again by its name, and write both tables."""
    db = ("--db", tmp_path / "b.sqlite")
    first = run("run", plan, *db, "--workers", "1")
    assert first.exit_code == 0, first.output
    assert "4 futures; 4 run now, 0 stored before" in first.output
    assert "4 of 4 futures are stored" in run("status", "small", *db).output
    told = json.loads(run("status", "small", *db, "--json", "-").stdout)
    assert told["futures"] == {"total": 4, "stored": 4, "missing": 0}
    assert [one["name"] for one in told["councils"]] == ["Kingston upon Thames", "Rutland"]
    again = run("resume", "small", *db, "--workers", "1")
    assert "0 run now, 4 stored before" in again.output
    out = tmp_path / "s.csv"
    assert run("export", "small", *db, "--out", out).exit_code == 0
    table = pd.read_csv(out)
    assert set(table.authority) == {"Kingston upon Thames", "Rutland"}
    typed = tmp_path / "s.parquet"
    assert run("export", "small", *db, "--format", "parquet", "--out", typed).exit_code == 0
    stored = duckdb.read_parquet(str(typed))
    assert stored.columns == list(table.columns)
    means = [row[stored.columns.index("difference_mean")] for row in stored.fetchall()]
    assert means == pytest.approx(table.difference_mean.tolist(), rel=1e-12)
    kinds = dict(zip(stored.columns, map(str, stored.types), strict=True))
    assert (kinds["authority"], kinds["difference_mean"]) == ("VARCHAR", "DOUBLE")
    each = tmp_path / "r.csv"
    assert run("export", "small", *db, "--table", "runs", "--out", each).exit_code == 0
    assert len(pd.read_csv(each)) == 2 * 2 * 2


def test_event_logs_are_kept_and_written(plan: Path, tmp_path: Path) -> None:
    """A row an event, the same in both formats, with the run's key on each."""
    plan.write_text(PLAN + "events = true\n", encoding="utf-8")
    db = ("--db", tmp_path / "b.sqlite")
    assert run("run", plan, *db, "--workers", "1", "-q").exit_code == 0
    text, typed = tmp_path / "e.csv", tmp_path / "e.parquet"
    for out in (text, typed):
        words = ("--table", "events", "--format", out.suffix[1:], "--out", out)
        done = run("export", plan, *words, *db)
        assert done.exit_code == 0, done.output
    table = pd.read_csv(text, keep_default_na=False)
    stored = duckdb.read_parquet(str(typed))
    assert stored.columns == list(table.columns)
    place = stored.columns.index("time")
    times = [row[place] for row in stored.fetchall()]
    assert times == pytest.approx(table.time.tolist(), rel=1e-12)
    assert f"{len(table):,} rows" in done.output
    assert table.run_key.nunique() == 2 * 2 * 2
    assert set(table.columns) >= {"arm", "replicate", "uid", "week", "process", "before", "after"}
    lost = run("export", plan, "--table", "events", "--format", "parquet", "--db", tmp_path / "no")
    assert lost.exit_code == 2
    assert "log of events is not stored" in " ".join(lost.output.split())


def test_parts_are_joined(plan: Path, tmp_path: Path) -> None:
    """Two parts in databases of their own, one joined database with all of it."""
    parts = [tmp_path / f"{k}.sqlite" for k in (1, 2)]
    for k, part in enumerate(parts, start=1):
        done = run("run", plan, "--part", f"{k}/2", "--db", part, "--workers", "1", "-q")
        assert done.exit_code == 0, done.output
    whole = tmp_path / "whole.sqlite"
    joined = run("merge", plan, *parts, "--db", whole)
    assert joined.exit_code == 0, joined.output
    assert "4 of 4 futures are stored" in run("status", "small", "--db", whole).output


def test_a_plan_that_was_edited_goes_on_when_that_is_said(plan: Path, tmp_path: Path) -> None:
    """`run` and `resume` both refuse it, name --changed, and take it; so does `merge`."""
    db = ("--db", tmp_path / "b.sqlite")
    assert run("run", plan, *db, "--workers", "1", "-q").exit_code == 0
    plan.write_text(PLAN.replace("replicates = 2", "replicates = 3"), encoding="utf-8")
    words = {"run": (plan, "--workers", "1"), "resume": (plan, "--workers", "1")}
    words["merge"] = (plan, tmp_path / "b.sqlite")
    for name, given in words.items():
        refused = run(name, *given, *db)
        assert refused.exit_code == 2
        assert "--changed" in refused.output
    done = run("resume", plan, "--workers", "1", *db, "--changed")
    assert "2 run now, 4 stored before" in done.output
    assert run("merge", plan, tmp_path / "b.sqlite", *db, "--changed").exit_code == 0


def test_new_writes_a_plan_and_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once; the second time it says so."""
    monkeypatch.chdir(tmp_path)
    assert run("new", "mine").exit_code == 0
    assert (tmp_path / "mine.toml").is_file()
    assert run("new", "mine").exit_code == 2


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--part", "5/2"), "K-th of N"),
        (("--part", "two"), "K-th of N"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    words: tuple[str, ...], says: str, plan: Path, tmp_path: Path
) -> None:
    """Before anything runs."""
    result = run("run", plan, *words, "--db", tmp_path / "b.sqlite")
    assert result.exit_code == 2, result.output
    assert says in " ".join(result.output.split())


def test_more_runs_than_by_accident_are_asked_about(plan: Path, tmp_path: Path) -> None:
    """And nothing has run."""
    plan.write_text(longer(1, 10_000), encoding="utf-8")
    result = run("run", plan, "--db", tmp_path / "b.sqlite")
    assert result.exit_code == 2
    assert "--yes" in result.output


def test_a_plan_nobody_ran_and_formats_nobody_knows_are_refused(plan: Path, tmp_path: Path) -> None:
    """By name."""
    db = ("--db", tmp_path / "b.sqlite")
    assert "No plan of this name" in run("status", "small", *db).output
    assert "no such format" in " ".join(run("export", plan, *db, "--format", "xls").output.split())
    assert "not stored" in " ".join(run("export", plan, *db).output.split())


def test_a_cluster_that_does_not_answer_is_told(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With how to start one; nothing is lost."""
    monkeypatch.setattr("simulation.runner.cluster.WAIT", "1s")
    result = run("run", plan, "--db", tmp_path / "b.sqlite", "--cluster", "tcp://127.0.0.1:9")
    assert result.exit_code == 2, result.output
    assert "No scheduler answers" in result.output


@pytest.mark.slow
def test_a_cluster_without_a_worker_is_told(
    plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scheduler alone: waited for, then told how to start a worker."""
    monkeypatch.setattr("simulation.runner.cluster.WAIT", "1s")
    with local_cluster(tmp_path, workers=0) as dask:
        result = _until_it_answers(plan, tmp_path / "b.sqlite", dask.address)
        assert result.exit_code == 2, result.output
        assert f"dask worker {dask.address}" in " ".join(result.output.split())


def _until_it_answers(plan: Path, db: Path, address: str) -> Result:
    """Ask until the scheduler has started."""
    for _ in range(30):
        result = run("run", plan, "--db", db, "--cluster", address)
        if "No scheduler answers" not in result.output:
            break
    return result


def test_parts_of_calibrations_are_joined(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part runs simulations and infers nothing; joined, all simulations are there."""
    monkeypatch.setattr(
        "scenarios.batch.calibrations.simulations.run_row", lambda task: [[1.0, 2.0]]
    )
    monkeypatch.setattr("calibration.joint.runs.copies_of", lambda _: 1)
    plan = tmp_path / "levels.toml"
    plan.write_text("name = 'levels'\n[calibrations]\nbank = 64\n", encoding="utf-8")
    parts = [tmp_path / f"{k}.sqlite" for k in (1, 2)]
    for k, part in enumerate(parts, start=1):
        done = run("run", plan, "--part", f"{k}/2", "--db", part, "--workers", "1")
        assert done.exit_code == 0, done.output
        assert "This is a part" in " ".join(done.output.split())
        assert "simulations they share are stored" in run("status", plan, "--db", part).output
    joined = ("--db", tmp_path / "joined.sqlite")
    assert "pieces of calibrations were new" in run("merge", plan, *parts, *joined).output
    said = run("status", plan, *joined).output
    assert "0 of 1 calibrations are made" in said
    assert "simulations" not in said


def test_a_calibration_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By name, with its reason, in the table too; the command ends with an error."""

    def never(task: object) -> None:
        raise RuntimeError("it never works")

    monkeypatch.setattr("scenarios.batch.calibrations.simulations.run_row", never)
    monkeypatch.setattr("calibration.joint.runs.copies_of", lambda _: 1)
    monkeypatch.setattr("calibration.joint.runs.all_profiles", lambda _: ())
    plan = tmp_path / "levels.toml"
    plan.write_text("name = 'levels'\n[calibrations]\nbank = 64\n", encoding="utf-8")
    db = ("--db", tmp_path / "b.sqlite")
    part = run("run", plan, *db, "--workers", "1", "--quiet", "--part", "1/40")
    assert part.exit_code == 1, part.output
    assert "Failed: row 0 of the bank" in " ".join(part.output.split())
    done = run("run", plan, *db, "--workers", "1", "--quiet")
    assert done.exit_code == 1, done.output
    assert "Failed: England: row 0 of the bank" in " ".join(done.output.split())
    assert "1 failed and was left out" in " ".join(done.output.split())
    assert "Failed: England" in run("status", "levels", *db).output
    (failed,) = json.loads(run("status", "levels", *db, "--json", "-").stdout)["calibrations"][
        "failed"
    ]
    assert failed["name"] == "England"
    out = tmp_path / "t.csv"
    assert run("export", "levels", *db, "--out", out).exit_code == 0
    (row,) = pd.read_csv(out).to_dict("records")
    assert row["status"] == "failed"
    assert "it never works" in row["why"]
    alone = run("export", "levels", *db, "--table", "pairs", "--format", "parquet", "--out", out)
    assert alone.exit_code == 2
    assert "has no row of it" in " ".join(alone.output.split())
    assert "no such table" in " ".join(run("export", plan, *db, "--table", "graphs").output.split())

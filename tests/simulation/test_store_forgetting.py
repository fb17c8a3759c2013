"""Forgetting a council: everything found for it goes, nothing of anybody else's, and no trace stays in the file."""

from pathlib import Path

import numpy as np
from sqlalchemy import create_engine, func, select

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.shelf import Shelf
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask
from simulation.store.forgetting import Gone
from simulation.store.schema import (
    EXPERIMENT,
    FINDING,
    JOB,
    JOB_PIECE,
    PARAMETER_SET,
    PROFILE,
    RUN,
    RUN_VALUE,
    RUN_WEEK,
)
from simulation.store.store import Store, open_store

OWN = "private:my-council"
#: A column of children that would be known again.
START = {"age_months": (123_454_321,)}
TABLES = (EXPERIMENT, FINDING, JOB, JOB_PIECE, PROFILE, PARAMETER_SET, RUN, RUN_VALUE, RUN_WEEK)


def task_of(code: str, year: int = 2024) -> ReplicateTask:
    """A run of a council, with parameters of its own."""
    figures = (code, code, "North", year, {"children": 100.0})
    private = code.startswith("private:")
    council = PrivateProfile(*figures, start=START) if private else AuthorityProfile(*figures)
    return ReplicateTask(council, {"of": float(len(code))}, (ArmSpec("baseline"),), 1, 0, 1, 7.0)


def fill(store: Store, code: str, year: int = 2024) -> None:
    """Store a run, an experiment, a job with a piece, and a finding of a council."""
    task = task_of(code, year)
    weekly = np.ones((52, len(WEEKLY)), np.float32)
    result = ArmResult("baseline", weekly, np.ones((len(MEASURES), 1)), 0.1)
    key = store.experiment(f"{code}: a against b", {"authority": code})
    store.add(task, (result,), key)
    job = store.job("bank", {"council": code})
    store.add_pieces(job, {"one": [1.0]})
    store.add_finding("calibration", code, "calibrated", {"council": {"code": code}})


def rows(path: Path) -> dict[str, int]:
    """How many rows each table has."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = {
            t.name: connection.scalar(select(func.count()).select_from(t)) or 0 for t in TABLES
        }
    engine.dispose()
    return found


def test_all_of_one_council_goes_and_nothing_else(tmp_path: Path) -> None:
    """What is left is what was there before it came; names that begin like it are others."""
    file = tmp_path / "runs.sqlite"
    with open_store(file) as store:
        fill(store, f"{OWN}-2")
        fill(store, "E10000020")
        before = rows(file)
        fill(store, OWN)
        fill(store, f"{OWN}@2022", 2022)
        assert rows(file)["run"] == before["run"] + 2
        gone = store.forget(OWN)
    assert gone == Gone(runs=2, experiments=2, findings=2, jobs=2, wiped=True)
    assert rows(file) == before
    with open_store(file) as store:
        held = store.held([task_of(f"{OWN}-2"), task_of(OWN)])
        assert len(list(held.results)) == 1
        assert not store.forget(OWN).any


def test_no_trace_stays_in_the_file(tmp_path: Path) -> None:
    """Neither the database nor its log holds the name afterwards, as a search of every byte shows."""
    file = tmp_path / "runs.sqlite"
    with open_store(file) as store:
        fill(store, OWN)
    assert any(OWN.encode() in one.read_bytes() for one in tmp_path.iterdir())
    with open_store(file) as store:
        store.forget(OWN)
        assert not any(OWN.encode() in one.read_bytes() for one in tmp_path.iterdir())


def test_children_of_a_private_profile_are_not_stored_with_runs(tmp_path: Path) -> None:
    """A database may be on a server: it holds the digest of a private profile, and none of its entries."""
    file = tmp_path / "runs.sqlite"
    with open_store(file) as store:
        fill(store, OWN)
        fill(store, "E10000020")
    assert rows(file)["profile"] == 1
    assert not any(b"123454321" in one.read_bytes() for one in tmp_path.iterdir())


def test_answers_of_studies_are_forgotten_too(tmp_path: Path) -> None:
    """What a study keeps of each future of a private profile names it, and goes with it; others' stay."""
    file = tmp_path / "runs.sqlite"
    with open_store(file) as store:
        for code in (OWN, f"{OWN}-2", "E10000020"):
            run_all([task_of(code)], str, Execution(1, shelf=Shelf(store)), what="study")
        assert rows(file)["job_piece"] == 3
        assert store.forget(OWN).jobs == 1
        assert rows(file)["job_piece"] == 2


def test_a_run_keeps_its_council_without_the_year(tmp_path: Path) -> None:
    """Runs of another start of the same profile are its own too, and told apart by their year."""
    file = tmp_path / "runs.sqlite"
    with open_store(file) as store:
        fill(store, f"{OWN}@2022", 2022)
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        assert connection.execute(select(RUN.c.authority, RUN.c.year)).all() == [(OWN, 2022)]
    engine.dispose()

"""Processes that a comparison finds ready: only where much is asked for and its first runs are not stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scenarios import prepared as module
from scenarios.compare import compare
from scenarios.prepared import prepared
from scenarios.request import CompareRequest
from simulation.errors import DoorwaysError
from simulation.runner import standing
from simulation.runner.execution import Execution
from simulation.store.store import open_store

TWO = Execution(2)


def request(**said: Any) -> CompareRequest:
    """A short comparison of few futures in the smallest council."""
    return CompareRequest(**{"authority": "Rutland", "years": 1, "replicates": 4, **said})


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shortest work repays processes, and the model counts as compiled."""
    monkeypatch.setattr(standing, "REPAYING_YEARS", 1)
    monkeypatch.setattr(standing, "_is_compiled", lambda: True)


@pytest.mark.slow
@pytest.mark.usefixtures("always")
def test_the_same_runs_and_answer_whoever_runs_them(tmp_path: Path) -> None:
    """A comparison in processes that stand ready gives the one of this process, to the bit, and stores as much."""
    here = compare(request(), execution=Execution(1), store=tmp_path / "here.sqlite")
    with prepared(request(), TWO, tmp_path / "there.sqlite") as ready:
        assert ready.pool is not None
        there = compare(request(), execution=ready, store=tmp_path / "there.sqlite")
    # Seconds differ from one machine's moment to the next; nothing else does.
    told, same = there.to_dict() | {"timings": {}}, here.to_dict() | {"timings": {}}
    assert told == same
    with (
        open_store(tmp_path / "here.sqlite") as one,
        open_store(tmp_path / "there.sqlite") as other,
    ):
        keys = sorted(run.run_key for run in one.newest(100))
        assert sorted(run.run_key for run in other.newest(100)) == keys
        first, second = one.arrays(keys), other.arrays(keys)
    assert first.values.tobytes() == second.values.tobytes()
    assert first.weekly.tobytes() == second.weekly.tobytes()


def test_what_is_stored_waits_for_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked again, none is asked for; with another seed, or another scenario on the stored baseline, they are."""
    store, years = tmp_path / "runs.sqlite", list[int]()

    @contextmanager
    def standing_by(execution: Execution, of: int) -> Iterator[Execution]:
        years.append(of)
        yield execution

    monkeypatch.setattr(module, "standing", standing_by)
    compare(request(), execution=Execution(1), store=store)
    asked_for = []
    for asked in (request(), request(seed=2), request(scenario="no-wrong-door-null")):
        with prepared(asked, TWO, store):
            asked_for.append(years[:])
        years.clear()
    assert asked_for == [[], [4], [4]]


def test_little_work_begins_in_this_process(tmp_path: Path) -> None:
    """Four futures of a year repay no process, one worker never does; what is handed on is what was given."""
    for asked, execution in ((request(), TWO), (request(replicates=500), Execution(1))):
        with prepared(asked, execution, tmp_path / "runs.sqlite") as ready:
            assert ready is execution


def test_what_cannot_be_planned_leaves_no_database(tmp_path: Path) -> None:
    """An unknown council is refused before a database is made."""
    asked = replace(request(), authority="Atlantis")
    with (
        pytest.raises(DoorwaysError, match="Atlantis"),
        prepared(asked, TWO, tmp_path / "no.sqlite"),
    ):
        pass
    assert list(tmp_path.iterdir()) == []

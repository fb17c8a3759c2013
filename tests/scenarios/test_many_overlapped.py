"""Many councils, what goes on at the same time: processes load while planning, sums are made while others run."""

from pathlib import Path
from typing import Any

import pytest

from scenarios.many.rollout import Rollout
from scenarios.many.study import compare_many, planned
from scenarios.many.which import councils_of
from scenarios.override import Override
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.runner import standing
from simulation.runner.execution import Execution
from simulation.runner.worker import run_replicate
from simulation.store.store import open_store

YEAR = 2024
TWO = "Rutland, Hartlepool"


def request(**said: Any) -> CompareRequest:
    """A short comparison of few futures."""
    return CompareRequest(**{"years": 1, "replicates": 4, **said})


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes stand ready for the shortest work."""
    monkeypatch.setattr(standing, "REPAYING_YEARS", 1)


@pytest.mark.usefixtures("always")
def test_processes_that_stand_ready_change_no_number(tmp_path: Path) -> None:
    """The same sums and the same runs in the store, to the bit, as one after another in this process."""
    councils = councils_of(TWO, YEAR)
    alone, ready = tmp_path / "alone.sqlite", tmp_path / "ready.sqlite"
    told: list[tuple[int, int]] = []
    watched = Execution(2, progress=lambda *counts: told.append(counts))
    here = compare_many(request(), councils, Rollout(), execution=Execution(1), store=alone)
    there = compare_many(request(), councils, Rollout(), execution=watched, store=ready)
    assert there.to_dict() == here.to_dict()
    assert (told[0], told[-1]) == ((0, 8), (8, 8))
    with open_store(alone) as one, open_store(ready) as other:
        keys = sorted(run.run_key for run in one.newest(100))
        assert sorted(run.run_key for run in other.newest(100)) == keys
        assert len(keys) == 16
        first, second = one.arrays(keys), other.arrays(keys)
    assert first.values.tobytes() == second.values.tobytes()
    assert first.weekly.tobytes() == second.weekly.tobytes()


@pytest.mark.usefixtures("always")
def test_an_error_of_planning_comes_before_anything_is_stored(tmp_path: Path) -> None:
    """Processes that were born for it end, and no database is made."""
    councils, store = councils_of(TWO, YEAR), tmp_path / "runs.sqlite"
    believing = [
        Scenario(name, name, parameters={"nwd_entry_ratio": Override(level)})
        for name, level in (("one", 0.5), ("other", 0.6))
    ]
    asked = request(baseline=believing[0], scenario=believing[1])
    with pytest.raises(DoorwaysError, match="nwd_entry_ratio"):
        compare_many(asked, councils, Rollout(), execution=Execution(2), store=store)
    assert not store.exists()


def test_a_council_is_summed_up_with_its_last_result() -> None:
    """Not before, and whatever the others lack; all of them only when none lacks anything."""
    batch = planned(request(replicates=2), councils_of(TWO, YEAR), Rollout())
    tasks = batch.plans[1].tasks
    batch.take(1, tasks[1], run_replicate(tasks[1]))
    first, second = run_replicate(tasks[0])
    batch.take(1, tasks[0], (second,))
    assert not batch.sums
    batch.take(1, tasks[0], (first,))
    assert list(batch.sums) == [1]
    with pytest.raises(DoorwaysError, match="missing"):
        batch.summed()

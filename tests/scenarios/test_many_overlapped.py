"""Many councils, what goes on at the same time: processes load while planning, sums are made while others run."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import Plan, make_plan
from scenarios.many import study
from scenarios.many.rollout import Rollout
from scenarios.many.study import begun, compare_many
from scenarios.many.which import councils_of
from scenarios.override import Override
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.runner import standing
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.pool import Pool
from simulation.runner.spec import ReplicateTask
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
@pytest.mark.parametrize("together", [1, pytest.param(4, marks=pytest.mark.slow)])
def test_processes_that_stand_ready_change_no_number(
    together: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same sums and the same runs in the store, to the bit, as one after another in this process."""
    monkeypatch.setattr(study, "TOGETHER", together)
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


@pytest.mark.usefixtures("always")
def test_an_error_of_a_later_council_comes_before_anything_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first council's futures have begun by then; what they gave is not kept, and the error is told."""
    order: list[str] = []

    def plan(asked: CompareRequest, council: AuthorityProfile) -> Plan:
        order.append(council.name)
        if len(order) > 1:
            raise DoorwaysError("council", council.name, "It cannot be planned.", "Leave it out.")
        return make_plan(asked, council)

    def begin(self: Pool, function: Any, tasks: Iterable[ReplicateTask]) -> None:
        some = list(tasks)
        order.append(f"{len(some)} begun")
        real(self, function, some)

    real = Pool.begin
    monkeypatch.setattr(Pool, "begin", begin)
    monkeypatch.setattr(study, "make_plan", plan)
    monkeypatch.setattr(study, "TOGETHER", 1)
    councils, store = councils_of(TWO, YEAR), tmp_path / "runs.sqlite"
    with pytest.raises(DoorwaysError, match="cannot be planned"):
        compare_many(request(), councils, Rollout(), execution=Execution(2), store=store)
    assert order == ["Rutland", "4 begun", "Hartlepool"]
    with open_store(store) as kept:
        assert not kept.newest(10)


@pytest.mark.slow
@pytest.mark.usefixtures("always")
def test_stopped_and_gone_on_with_is_the_same(tmp_path: Path) -> None:
    """What was finished is stored, the rest runs when it is asked for again, and nothing runs twice."""
    councils, store = councils_of(TWO, YEAR), tmp_path / "runs.sqlite"
    asked = request(replicates=40)
    done: list[int] = []
    first = Execution(2, progress=lambda n, _: done.append(n), cancelled=lambda: done[-1:] > [1])
    with pytest.raises(StoppedError):
        compare_many(asked, councils, Rollout(), execution=first, store=store)
    told: list[tuple[int, int]] = []
    second = Execution(2, progress=lambda *counts: told.append(counts))
    whole = compare_many(asked, councils, Rollout(), execution=second, store=store)
    assert 2 <= done[-1] < 80
    assert (told[0], told[-1]) == ((done[-1], 80), (80, 80))
    alone = compare_many(asked, councils, Rollout(), execution=Execution(1), store=store)
    assert alone.to_dict() == whole.to_dict()


def test_a_council_is_summed_up_with_its_last_result() -> None:
    """Not before, and whatever the others lack; all of them only when none lacks anything."""
    asked = request(replicates=2)
    batch = begun(asked, councils_of(TWO, YEAR), Rollout())
    batch.plan(asked, 2)
    tasks = batch.plans[1].tasks
    batch.take(1, tasks[1], run_replicate(tasks[1]))
    first, second = run_replicate(tasks[0])
    batch.take(1, tasks[0], (second,))
    assert not batch.sums
    batch.take(1, tasks[0], (first,))
    assert list(batch.sums) == [1]
    with pytest.raises(DoorwaysError, match="missing"):
        batch.summed()

"""Processes that stand ready: born before the work is planned, used first, replaced when broken, gone at the end."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from chores import Chore, deaths, square, whose

from simulation.errors import DoorwaysError
from simulation.runner import standing as module
from simulation.runner.batch import run_batch
from simulation.runner.execution import Execution
from simulation.runner.pool import Pool
from simulation.runner.run import run_tasks
from simulation.runner.standing import REPAYING_YEARS, standing

LONG = 2 * REPAYING_YEARS


def chores(count: int) -> list[Chore]:
    """Chores 0, 1, ..."""
    return [Chore(number) for number in range(count)]


@pytest.fixture
def pool() -> Iterator[Pool]:
    """Two processes of which both have answered."""
    with Pool(2) as made:
        yield made


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The model as if it could be loaded, whether or not this machine has compiled it."""
    monkeypatch.setattr(module, "_is_compiled", lambda: True)


def born() -> list[psutil.Process]:
    """Processes that spawned workers of this one; what keeps their accounts is none."""
    mine = psutil.Process().children(recursive=True)
    return [one for one in mine if any("spawn_main" in word for word in one.cmdline())]


def test_work_begins_in_the_processes_that_stand_ready(pool: Pool) -> None:
    """No task runs in this process first, however short all of them are, and the pool is left open."""
    seen: dict[int, int] = {}
    execution = Execution(2, pool=pool)
    for _ in range(2):
        seen.clear()
        run_tasks(
            chores(12),
            whose,
            execution,
            on_result=lambda chore, pid: seen.update({chore.number: pid}),
        )
        assert sorted(seen) == list(range(12))
        assert os.getpid() not in seen.values()


def test_a_worker_that_stands_ready_and_is_killed_costs_nothing(
    pool: Pool, tmp_path: object
) -> None:
    """What was under way runs again in another pool; every result is handed on once."""
    odd = Chore(3, "dies at times", f"{tmp_path}/marker", 1)
    results: list[int] = []
    tasks = [odd if one.number == odd.number else one for one in chores(12)]
    outcome = run_tasks(
        tasks,
        square,
        Execution(2, pool=pool),
        on_result=lambda _, result: results.append(result),
        batch=3,
    )
    assert deaths(odd) == 1
    assert sorted(results) == [number**2 for number in range(12)]
    assert outcome.missing == ()


def test_stopping_asks_the_processes_that_stand_ready(pool: Pool) -> None:
    """What was finished is kept and nothing more is begun."""
    results: list[int] = []
    outcome = run_tasks(
        chores(400),
        square,
        Execution(2, cancelled=lambda: len(results) >= 5, pool=pool),
        on_result=lambda _, result: results.append(result),
        batch=1,
    )
    assert outcome.cancelled
    assert 5 <= len(results) < 400
    assert len(outcome.finished) + len(outcome.missing) == 400


@pytest.mark.usefixtures("compiled")
def test_long_work_has_its_processes_before_it_is_planned() -> None:
    """They are born while this process is still busy, have the model loaded, and end when the work does."""
    before = born()
    with standing(Execution(2), LONG) as execution:
        assert execution.pool is not None
        ours = [one for one in born() if one not in before]
        assert len(ours) == 2
        answer = execution.pool.executor.submit(run_batch, whose, chores(1)).result()
        assert answer.given[0] in {one.pid for one in ours}
    _, alive = psutil.wait_procs(ours, timeout=60)
    assert alive == []


@pytest.mark.usefixtures("compiled")
def test_processes_end_when_planning_fails() -> None:
    """An error of planning comes out as itself; nobody is left behind."""
    before: list[psutil.Process] = born()
    ours: list[psutil.Process] = []

    def plan() -> None:
        with standing(Execution(2), LONG):
            ours.extend(one for one in born() if one not in before)
            raise DoorwaysError("council", "Nowhere", "There is no such council.", "Name one.")

    with pytest.raises(DoorwaysError, match="no such council"):
        plan()
    assert ours
    _, alive = psutil.wait_procs(ours, timeout=60)
    assert alive == []


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("execution", "years"),
    [(Execution(1), 100 * LONG), (Execution(2), LONG - 1), (Execution(2), 0)],
    ids=["one process", "too short", "nothing"],
)
def test_nothing_stands_ready_where_it_would_not_pay(execution: Execution, years: int) -> None:
    """One process, or too few years for two: the execution is handed on as it is."""
    with standing(execution, years) as given:
        assert given is execution


@pytest.mark.usefixtures("compiled")
def test_an_executor_of_its_own_needs_no_processes_here() -> None:
    """A cluster's workers are its own."""
    with ThreadPoolExecutor(2) as threads:
        execution = Execution(2, threads)
        with standing(execution, LONG) as given:
            assert given is execution


def test_what_is_not_compiled_is_compiled_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes that stand ready would all compile at the same time."""
    monkeypatch.setattr(module, "_is_compiled", lambda: False)
    execution = Execution(2)
    with standing(execution, LONG) as given:
        assert given is execution

"""Processes that stand ready: born before the work is planned, used first, replaced when broken, gone at the end."""

import os
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from chores import Chore, deaths, square, told, whose

from simulation.errors import DoorwaysError
from simulation.runner import standing as module
from simulation.runner.batch import Answers, run_batch
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


def test_a_worker_that_stands_ready_and_is_killed_costs_nothing(pool: Pool, tmp_path: Path) -> None:
    """What was under way runs again in another pool; every result is handed on once."""
    odd = Chore(3, "dies at times", str(tmp_path / "marker"), 1)
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


@pytest.mark.parametrize("many", [1, 12])
def test_what_was_begun_is_collected_and_run_once(pool: Pool, tmp_path: Path, many: int) -> None:
    """Tasks that were begun before all were known: each is run once, whatever else is left, even if it is one."""
    tasks = [Chore(number, "told", str(tmp_path / f"{number}")) for number in range(many)]
    pool.begin(told, tasks[: many // 2 + 1])
    results: list[int] = []
    outcome = run_tasks(
        tasks,
        told,
        Execution(2, pool=pool),
        on_result=lambda _, result: results.append(result),
    )
    assert sorted(results) == [number**2 for number in range(many)]
    assert [deaths(one) for one in tasks] == [1] * many
    assert outcome.missing == ()
    assert pool.begun == []


class Waiting(Executor):
    """An executor that finishes nothing by itself."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()


def test_no_more_is_begun_than_there_is_to_do() -> None:
    """A pool that has enough on its way leaves what comes to the run, and takes more when that is done."""
    pool = Pool(2)
    pool.executor = Waiting()
    pool.begin(square, chores(40))
    pool.begin(square, [Chore(40)])
    assert [task for task, _ in pool.begun] == chores(40)
    for _, future in pool.begun[:37]:
        future.set_result(Answers((0,), 0.0))
    pool.begin(square, [Chore(41)])
    assert [task.number for task, _ in pool.begun][40:] == [41]


def test_what_was_begun_outlives_its_worker(pool: Pool, tmp_path: Path) -> None:
    """A worker that dies of what was begun: that runs again in another pool, and all else too."""
    odd = Chore(1, "dies at times", str(tmp_path / "marker"), 1)
    tasks = [odd if one.number == odd.number else one for one in chores(8)]
    pool.begin(square, tasks[:4])
    results: list[int] = []
    run_tasks(
        tasks,
        square,
        Execution(2, pool=pool),
        on_result=lambda _, result: results.append(result),
    )
    assert deaths(odd) == 1
    assert sorted(results) == [number**2 for number in range(8)]


def test_a_pool_that_is_gone_begins_nothing(pool: Pool) -> None:
    """The run itself replaces it."""
    with suppress(BrokenExecutor):
        pool.executor.submit(square, Chore(0, "dies")).result()
    pool.begin(square, chores(4))
    assert pool.begun == []
    assert len(run_tasks(chores(4), square, Execution(2, pool=pool)).finished) == 4


@pytest.mark.slow
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


@pytest.mark.slow
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

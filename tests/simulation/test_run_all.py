"""All of some tasks or an error: what a part of them gives never passes for the whole."""

import ast
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

import agents
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.run_all import run_all, run_rest

ROOT = Path(agents.__file__).resolve().parents[1]
#: Folders whose code may run tasks, and the room in which that is written.
FOLDERS = ("calibration", "scenarios", "dashboards", "benchmarks")


def square(number: int) -> int:
    """Return a number times itself."""
    return number * number


def refused(number: int) -> int:
    """Refuse every number."""
    raise DoorwaysError("number", number, "No number will do.", "Ask for none.")


class Stop:
    """Stop when so many tasks have finished; remember what was told."""

    def __init__(self, after: int) -> None:
        self.after = after
        self.told: list[tuple[int, int]] = []

    def tell(self, done: int, total: int) -> None:
        """Remember how far it is."""
        self.told.append((done, total))

    def __call__(self) -> bool:
        """Whether enough have finished."""
        return bool(self.told) and self.told[-1][0] >= self.after


class LastFirst(Executor):
    """Finish the second of two tasks first, and the first once that is known."""

    def __init__(self) -> None:
        self.held: list[tuple[Future[Any], Any]] = []

    def submit(self, function: Any, /, *told: Any, **more: Any) -> Future[Any]:
        """Hold a task; the second ends at once."""
        future: Future[Any] = Future()
        self.held.append((future, lambda: function(*told, **more)))
        if len(self.held) == 2:
            self.release()
        return future

    def release(self) -> None:
        """End the task that came last."""
        future, work = self.held.pop()
        future.set_result(work())


def test_results_stand_in_the_order_of_the_tasks() -> None:
    """The second task ends first, and its result still stands second."""
    executor, told = LastFirst(), []

    def tell(done: int, total: int) -> None:
        told.append((done, total))
        if done == 1:
            executor.release()

    found = run_all([3, 2], square, Execution(2, executor, tell), what="squares")
    assert found == [9, 4]
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_the_same_task_twice_gives_its_result_twice() -> None:
    """What is asked for twice is answered twice."""
    assert run_all([3, 2, 3], square, Execution(1), what="squares") == [9, 4, 9]


def test_tasks_need_not_be_held() -> None:
    """A range makes its numbers anew whenever it is asked, and each still gets its own result."""
    assert run_all(range(1000, 1003), square, Execution(1), what="squares") == [
        1_000_000,
        1_002_001,
        1_004_004,
    ]


def test_nothing_to_do_gives_nothing() -> None:
    """No tasks are all there is, whether anybody wants to stop or not."""
    assert run_all([], square, Execution(cancelled=lambda: True), what="squares") == []


def test_a_part_is_an_error() -> None:
    """Stopped after two of five, nothing is given, and the error says how far it came."""
    stop = Stop(2)
    with pytest.raises(StoppedError, match="2 of 5 numbers") as error:
        run_all(
            range(5),
            square,
            Execution(1, progress=stop.tell, cancelled=stop),
            what="squares",
            each="numbers",
        )
    assert "nothing of it is kept" in str(error.value)


def test_stopped_once_all_is_done_is_done() -> None:
    """Whoever stops it after the last task has everything."""
    stop = Stop(3)
    execution = Execution(1, progress=stop.tell, cancelled=stop)
    assert run_all([1, 2, 3], square, execution, what="squares") == [1, 4, 9]


def test_a_task_that_fails_is_its_own_error() -> None:
    """What a task says of its fault is what is said."""
    with pytest.raises(DoorwaysError, match="No number will do"):
        run_all([1], refused, Execution(1), what="squares")


@pytest.mark.parametrize("ready", [None, 20])
def test_the_rest_counts_what_is_there_already(ready: int | None) -> None:
    """Of ten, four are left, two of which finish: eight are there; a stage of more says where it begins."""
    stop, kept = Stop((6 if ready is None else ready) + 2), []
    total = 10 if ready is None else 100
    execution = Execution(1, progress=stop.tell, cancelled=stop)
    with pytest.raises(StoppedError, match=f"{stop.after} of {total} replicates") as error:
        run_rest(
            range(4),
            square,
            execution,
            lambda _, one: kept.append(one),
            total=total,
            ready=ready,
            what="squares",
        )
    assert kept == [0, 1]
    assert stop.told[0] == (stop.after - 2, total)
    assert "what was finished is kept" in str(error.value)


def test_the_rest_hands_on_everything() -> None:
    """What is not stopped hands on each result, and says nothing."""
    kept = []
    run_rest(
        [3, 2], square, Execution(1), lambda task, one: kept.append((task, one)), total=2, what=""
    )
    assert kept == [(3, 9), (2, 4)]


def test_nobody_runs_tasks_and_forgets_to_look_whether_all_are_there() -> None:
    """Outside the runner, tasks are run by what refuses a part."""
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "simulation.runner.run"
    ]
    assert found == []

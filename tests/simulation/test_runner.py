"""The runner: every result handed on once, whatever happens to workers, tasks or the user."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from chores import Chore, deaths, square, whose
from hypothesis import given
from hypothesis import strategies as st

from agents.synthesis.authority import AuthorityProfile
from simulation.errors import DoorwaysError
from simulation.runner import ledger
from simulation.runner.execution import Execution
from simulation.runner.interrupt import interruptible, shielded
from simulation.runner.ledger import Outcome
from simulation.runner.run import CHANCES, run_tasks
from simulation.runner.spec import (
    ArmSpec,
    ReplicateTask,
    canonical,
    digest,
    run_key,
    run_keys,
)

HELPED = ArmSpec("helped", ({"kind": "made_up", "sites": 2, "share": 0.7},))


def chores(count: int, **odd: Chore) -> list[Chore]:
    """Chores 0, 1, ... with those given as n7=... in their places."""
    special = {int(name[1:]): chore for name, chore in odd.items()}
    return [special.get(number, Chore(number)) for number in range(count)]


def make_task(**changes: Any) -> ReplicateTask:
    """A replicate of a small council."""
    council = AuthorityProfile("E00", "Toytown", "North", 2024, {"children": 100.0})
    task = ReplicateTask(council, {"rate": 0.25}, (ArmSpec("baseline"), HELPED), 1, 0, 5, 7.0)
    return replace(task, **changes)


OWN: dict[str, dict[str, Any]] = {
    "serial": {"workers": 1},
    "threads": {"workers": 2},
    "processes": {"workers": 2, "threads": False},
}


def run_here(
    tasks: Sequence[Chore],
    function: Callable[[Chore], Any],
    *,
    on_result: Callable[[Chore, Any], None] | None = None,
    batch: int | None = None,
    threads: bool = True,
    **how: Any,
) -> Outcome[Chore]:
    """Run tasks in a way said in words of an execution."""
    execution = Execution(**how)
    return run_tasks(tasks, function, execution, on_result=on_result, batch=batch, threads=threads)


@pytest.fixture(params=[*OWN, "given threads", "given pool"])
def place(request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
    """Where to run: here, in threads or processes of the runner's own, or on executors given."""
    if request.param in OWN:
        yield OWN[request.param]
        return
    given: Executor = (
        ThreadPoolExecutor(2)
        if request.param == "given threads"
        else ProcessPoolExecutor(2, get_context("spawn"))
    )
    with given:
        yield {"executor": given, "workers": 2}


def test_every_place_gives_the_same_results(place: dict[str, Any]) -> None:
    """Serial, own threads and processes and given pools hand on every result once, with progress."""
    results: dict[int, int] = {}
    said: list[tuple[int, int]] = []

    def keep(chore: Chore, result: int) -> None:
        assert chore.number not in results
        assert threading.current_thread() is threading.main_thread()
        results[chore.number] = result

    outcome = run_here(
        chores(25),
        square,
        on_result=keep,
        progress=lambda done, of: said.append((done, of)),
        **place,
    )
    assert results == {number: number**2 for number in range(25)}
    assert (len(outcome.finished), outcome.missing, outcome.cancelled) == (25, (), False)
    assert said[0] == (0, 25)
    assert said[-1] == (25, 25)
    assert said == sorted(said)


def test_short_work_stays_in_this_process() -> None:
    """What takes less time than processes need to start runs in threads of this one."""
    seen: set[int] = set()
    run_here(chores(30), whose, workers=2, on_result=lambda _, pid: seen.add(pid))
    assert seen == {os.getpid()}


def test_long_work_moves_to_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """When what is left repays their start, the rest runs in processes; nothing runs twice."""
    monkeypatch.setattr(ledger, "REPAYING_SECONDS", 0.0)
    seen: dict[int, int] = {}
    outcome = run_here(
        chores(40),
        whose,
        workers=2,
        on_result=lambda chore, pid: seen.update({chore.number: pid}),
    )
    here = [number for number, pid in seen.items() if pid == os.getpid()]
    assert len(outcome.finished) == len(seen) == 40
    # Each of two threads has had two tasks, and as many again were under way or ready.
    assert 4 <= len(here) <= 12
    assert max(here) < min(number for number in seen if number not in here)


@pytest.mark.parametrize("times", [1, CHANCES])
def test_a_killed_worker_costs_nothing(tmp_path: Path, times: int) -> None:
    """A worker killed in the middle of a batch, and its successor while it runs that alone: no result is lost."""
    odd = Chore(3, "dies at times", str(tmp_path / "marker"), times)
    results: list[int] = []
    outcome = run_here(
        chores(12, n3=odd),
        square,
        workers=2,
        threads=False,
        batch=3,
        on_result=lambda _, result: results.append(result),
    )
    assert deaths(odd) == times
    assert sorted(results) == [number**2 for number in range(12)]
    assert len(outcome.finished) == 12


def test_a_task_that_always_kills_is_named_and_the_others_are_kept() -> None:
    """Two tasks that always kill their worker: both are named, all others are handed on."""
    results: list[int] = []
    with pytest.raises(DoorwaysError) as caught:
        run_here(
            chores(10, n4=Chore(4, "dies"), n7=Chore(7, "dies")),
            square,
            workers=2,
            threads=False,
            batch=2,
            on_result=lambda _, result: results.append(result),
        )
    assert sorted(results) == [number**2 for number in range(10) if number not in (4, 7)]
    assert caught.value.value == "replicate 4 of Toytown; replicate 7 of Toytown"
    assert "8 of 10 finished and are kept" in str(caught.value)


def test_a_machine_where_every_worker_dies_is_given_up() -> None:
    """When three tasks kill their workers the runner stops: the reason is not one task."""
    doomed = [Chore(number, "dies") for number in range(40)]
    with pytest.raises(DoorwaysError) as caught:
        run_here(doomed, square, workers=2, threads=False, batch=1)
    assert str(caught.value.value).count("Toytown") == 3


def test_a_mistake_is_told_in_its_own_words(place: dict[str, Any]) -> None:
    """A user's mistake found in a worker arrives as itself, naming where; the rest is kept."""
    results: list[int] = []
    with pytest.raises(DoorwaysError) as caught:
        run_here(
            chores(6, n2=Chore(2, "mistake")),
            square,
            batch=3,
            on_result=lambda _, result: results.append(result),
            **place,
        )
    assert (caught.value.thing, caught.value.value) == ("sites", -1)
    assert caught.value.__notes__ == ["In replicate 2 of Toytown."]
    assert {0, 1} <= set(results)


def test_a_fault_names_its_task_and_carries_its_trail(place: dict[str, Any]) -> None:
    """A fault inside a worker becomes one message with task and words, the trail attached."""
    with pytest.raises(DoorwaysError) as caught:
        run_here(chores(4, n1=Chore(1, "fault")), square, **place)
    assert caught.value.thing == "replicate 1 of Toytown"
    assert caught.value.value == "ZeroDivisionError: no carers left"
    assert "in square" in caught.value.__notes__[0]


def test_cancelling_keeps_what_was_finished(place: dict[str, Any]) -> None:
    """Cancelling after five results keeps them, starts no more and says what is missing."""
    results: list[int] = []
    outcome = run_here(
        chores(400),
        square,
        batch=1,
        on_result=lambda _, result: results.append(result),
        cancelled=lambda: len(results) >= 5,
        **place,
    )
    assert outcome.cancelled
    assert 5 <= len(results) < 400
    assert [chore.number**2 for chore in outcome.finished] == sorted(results)
    assert len(outcome.finished) + len(outcome.missing) == 400


def test_ctrl_c_stops_cleanly() -> None:
    """Ctrl-C keeps what was finished, raises nothing, and the old handler comes back."""
    before = signal.getsignal(signal.SIGINT)
    results: list[int] = []

    def keep(_: Chore, result: int) -> None:
        results.append(result)
        if len(results) == 3:
            signal.raise_signal(signal.SIGINT)

    outcome = run_here(chores(20), square, workers=1, on_result=keep)
    assert (outcome.cancelled, len(outcome.finished), len(results)) == (True, 3, 3)
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_twice_leaves_at_once() -> None:
    """A second Ctrl-C interrupts the write at hand; the outcome still says what is safe."""

    def keep(chore: Chore, _: int) -> None:
        if chore.number == 3:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    outcome = run_here(chores(20), square, workers=1, on_result=keep)
    assert (outcome.cancelled, len(outcome.finished)) == (True, 3)


def orphans_driver(folder: Path) -> Path:
    """Write a program that runs slow tasks for ever and says its workers' numbers."""
    script = folder / "driver.py"
    script.write_text(
        "import os, threading\n"
        "from simulation.runner.execution import Execution\n"
        "from simulation.runner.run import run_tasks\n"
        "def wait(_):\n"
        "    print(os.getpid(), flush=True)\n"
        "    threading.Event().wait()\n"
        "if __name__ == '__main__':\n"
        "    run_tasks([1, 2], wait, Execution(2), threads=False, batch=1)\n",
        encoding="utf-8",
    )
    return script


def test_workers_leave_with_their_driver(tmp_path: Path) -> None:
    """When the program is killed in the middle of a run, its workers end too."""
    root = Path(__file__).resolve().parents[2]
    driver = subprocess.Popen(
        [sys.executable, str(orphans_driver(tmp_path))],
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with driver:
        assert driver.stdout is not None
        workers = [psutil.Process(int(driver.stdout.readline())) for _ in range(2)]
        driver.kill()
        _, alive = psutil.wait_procs(workers, timeout=60)
    assert alive == []


def test_workers_are_born_deaf_to_ctrl_c() -> None:
    """While a worker starts Ctrl-C is ignored, in the main thread only, and restored after."""
    before = signal.getsignal(signal.SIGINT)
    with shielded():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert signal.getsignal(signal.SIGINT) is before


def test_ctrl_c_belongs_to_the_main_thread() -> None:
    """In another thread the runner touches no handler."""
    seen: list[object] = []

    def look() -> None:
        with interruptible() as pressed:
            seen.append((signal.getsignal(signal.SIGINT), pressed()))

    before = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [(before, False)]


def test_a_failing_write_stops_the_run() -> None:
    """When a result cannot be handed on, that error comes out and no further task starts."""
    handed: list[int] = []

    def full(chore: Chore, _: int) -> None:
        handed.append(chore.number)
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run_here(chores(50), square, workers=2, batch=1, on_result=full)
    assert len(handed) == 1


class Broken(Executor):
    """An executor whose machines have gone."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise BrokenExecutor("gone")


def test_a_broken_executor_is_one_clear_error() -> None:
    """An executor of somebody else's that breaks cannot be mended here: it is said once."""
    with pytest.raises(DoorwaysError, match="0 of 9 finished and are kept"):
        run_here(chores(9), square, executor=Broken())


@pytest.mark.parametrize("workers", [0, -1, 257, True, 1.5, "2"])
def test_a_number_of_workers_is_checked(workers: Any) -> None:
    """What is no number of workers is refused before anything runs, in words."""
    with pytest.raises(DoorwaysError, match="from 1 to 256"):
        Execution(workers)


@given(
    st.integers(0, 50).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total))),
)
def test_the_rest_is_told_as_part_of_the_whole(counts: tuple[int, int]) -> None:
    """Whoever follows a job hears of all its tasks, those that need not run included."""
    total, ready = counts
    said: list[tuple[int, int]] = []
    rest = Execution(1, progress=lambda *told: said.append(told)).after(ready, total)
    run_tasks(chores(total - ready), square, rest)
    assert said == [(done, total) for done in range(ready, total + 1)]


def test_nobody_need_listen() -> None:
    """Work runs as by default when nothing is said of how, and nobody stops it."""
    assert not Execution().stopping()
    assert Execution(cancelled=lambda: True).after(1, 2).stopping()
    assert len(run_tasks(chores(3), square, Execution().after(2, 5)).finished) == 3


def test_nothing_to_do_is_done() -> None:
    """No tasks: an empty outcome."""
    assert run_here([], square).finished == ()


def test_the_run_key_is_the_content() -> None:
    """Every ingredient changes the key; the order of a mapping or 2 for 2.0 does not."""
    task = make_task()
    council = replace(task.profile, counts={"children": 101.0})
    changed = [
        make_task(profile=council),
        make_task(parameters={"rate": 0.26}),
        make_task(seed=2),
        make_task(replicate=1),
        make_task(years=6),
        make_task(step_days=1.0),
    ]
    keys = {run_key(task, arm) for task in [make_task(), *changed] for arm in task.arms}
    assert len(keys) == 14
    same = {"share": 0.7, "sites": 2.0, "kind": "made_up"}
    assert run_key(task, ArmSpec(HELPED.name, (same,))) == run_key(task, HELPED)
    assert run_keys(task) == tuple(run_key(task, arm) for arm in task.arms)


@given(st.integers(0, 9), st.floats(0.1, 9), st.text(max_size=5))
def test_a_run_key_is_the_digest_of_all_it_holds(replicate: int, share: float, word: str) -> None:
    """However it is put together: the canonical text of arm, digests and numbers, in the order of their names."""
    arm = ArmSpec(word, ({"kind": word, "share": share, "sites": 2.0},))
    task = make_task(replicate=replicate, arms=(ArmSpec("baseline"), arm))
    shared = {
        "profile": digest(task.profile),
        "parameters": digest(task.parameters),
        "seed": task.seed,
        "replicate": replicate,
        "year_luck": replicate,
        "years": task.years,
        "step_days": task.step_days,
        "results_version": 3,
    }
    expected = tuple(digest({**shared, "arm": one}) for one in task.arms)
    assert run_keys(task, 3) == expected


def test_the_run_key_follows_the_results_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new results version makes every stored run another one."""
    before = run_keys(make_task())
    monkeypatch.setattr("simulation.runner.spec.RESULTS_VERSION", 10**6)
    assert set(before).isdisjoint(run_keys(make_task()))


def test_canonical_text_is_fixed() -> None:
    """The canonical form is written down here, so that stored keys keep their meaning."""
    thing = {"b": (1, 2.5, None), "a": frozenset({"y", "x"}), "c": np.float64(3), "d": True}
    assert canonical(thing) == '{"a":["x","y"],"b":[1,2.5,null],"c":3,"d":true}'
    assert digest(1.0) == digest(np.int64(1)) != digest("1")


@pytest.mark.parametrize(("thing", "error"), [(object(), TypeError), (float("inf"), ValueError)])
def test_what_has_no_canonical_form_is_refused(thing: object, error: type[Exception]) -> None:
    """Things that are not plain data, and numbers that are not finite, cannot name a run."""
    with pytest.raises(error):
        digest({"x": thing})

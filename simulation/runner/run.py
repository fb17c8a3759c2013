"""Run tasks one by one, in threads, in processes, or on any executor; hand on results as they come."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    wait,
)
from contextlib import nullcontext
from functools import partial
from typing import Any

from simulation.errors import DoorwaysError
from simulation.runner.batch import Answers, Failure, run_batch
from simulation.runner.execution import USUAL, Execution
from simulation.runner.interrupt import interruptible, shielded
from simulation.runner.ledger import Ledger, Outcome
from simulation.runner.pool import AHEAD, Pool

#: Seconds between two looks at the cancel button.
LOOK_SECONDS = 0.1
#: A task whose worker dies so often while it runs alone is given up: others kill workers, too.
CHANCES = 3
#: When this many tasks kill their worker, the reason is not one task.
DEADLY = 3
#: How long a thread may keep the interpreter while another waits; the usual 5 ms leave the engine
#: waiting after each of its calls.
SWITCH_SECONDS = 0.0005


def run_tasks[T, R](
    tasks: Sequence[T],
    function: Callable[[T], R],
    execution: Execution = USUAL,
    *,
    on_result: Callable[[T, R], None] | None = None,
    batch: int | None = None,
    threads: bool = True,
) -> Outcome[T]:
    """Run pure tasks and hand on each result, in this process, as soon as it arrives.

    It begins in threads of this process, which start at once and share what is loaded; when what is
    left will take long enough to repay their start, it moves to processes. Where processes stand ready it
    begins in those. A killed process costs
    nothing: unfinished tasks run again in a fresh pool, those that were under way one at a time, so
    that only a task whose worker dies again and again while it runs alone is given up. Ctrl-C, or the
    execution's `cancelled` saying yes, lets tasks at hand finish and starts no more.

    Parameters
    ----------
    tasks
        What to run; `str(task)` names it in messages. Picklable unless run serially.
    function
        A pure function at the top level of a module.
    execution
        Where, how many at once, who is told and who may stop it.
    on_result
        Called with each task and its result.
    batch
        Tasks sent together. Default: one to a thread; to a process, half a second's worth.
    threads
        Whether to begin in threads. Not for functions that keep the interpreter to themselves, or
        that could end their process.

    Raises
    ------
    DoorwaysError
        When a task fails, kills its worker again and again, or the given executor breaks; what finished
        before has been handed on.
    """
    count = execution.at_once(len(tasks))
    with interruptible() as pressed:
        stopping = _either(pressed, execution.stopping)
        ledger = Ledger(tasks, on_result, execution.tell, stopping)
        try:
            if execution.executor is not None:
                _on_executor(ledger, function, execution.executor, count, batch)
            elif count == 1 and execution.pool is None:
                _serially(ledger, function)
            else:
                if threads and execution.pool is None:
                    _in_threads(ledger, function, count, batch)
                _in_processes(ledger, function, count, batch, execution.pool)
        except KeyboardInterrupt:
            # Pressed twice: leave at once. What was handed on is safe.
            ledger.cancelled = True
        return ledger.outcome()


def _either(pressed: Callable[[], bool], cancelled: Callable[[], bool]) -> Callable[[], bool]:
    return lambda: pressed() or cancelled()


def _serially[T, R](ledger: Ledger[T, R], function: Callable[[T], R]) -> None:
    while ledger.todo and not ledger.stopping():
        places = ledger.next_batch(1)
        ledger.take(places, run_batch(function, [ledger.tasks[place] for place in places]))


def _on_executor[T, R](
    ledger: Ledger[T, R],
    function: Callable[[T], R],
    executor: Executor,
    workers: int,
    batch: int | None,
) -> None:
    size = partial(_size, ledger, workers, batch)
    lost = _drive(ledger, function, executor, size, AHEAD * workers)
    if lost and not ledger.cancelled:
        raise DoorwaysError(
            "executor",
            type(executor).__name__,
            f"It stopped working. {ledger.kept()}",
            "Start it again and repeat the command; only what is missing will run.",
        )


def _in_threads[T, R](
    ledger: Ledger[T, R], function: Callable[[T], R], workers: int, batch: int | None
) -> None:
    """Run here until nothing is left, or so much that processes are worth their start."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="run")
    usual = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        enough = partial(ledger.repays_processes, workers)
        _drive(ledger, function, pool, lambda: batch or 1, AHEAD * workers, enough=enough)
    finally:
        sys.setswitchinterval(usual)
        pool.shutdown(wait=False, cancel_futures=True)


def _nothing() -> None:
    """Ask no worker to stop: only processes of our own have such a bell."""


def _never() -> bool:
    """Go on to the last task."""
    return False


def _in_processes[T, R](
    ledger: Ledger[T, R],
    function: Callable[[T], R],
    workers: int,
    batch: int | None,
    ready: Pool | None,
) -> None:
    """Run in pools of our own until nothing is left, in the one that stands ready first; a broken pool is replaced."""
    alone = Counter[int]()
    while ledger.todo and not ledger.stopping():
        with nullcontext(ready) if ready else Pool(workers) as pool:
            suspects = _in_a_pool(ledger, function, pool, batch, AHEAD * workers)
        ready, rest = None, list(ledger.todo)
        # One at a time, so that whoever kills the next worker is known.
        ledger.set_todo(sorted(suspects))
        while ledger.todo and not ledger.stopping():
            with Pool(1) as pool:
                lost = _in_a_pool(ledger, function, pool, 1, 1)
            for place in lost:
                alone[place] += 1
                if alone[place] < CHANCES:
                    # First, so that whoever kills workers now and then leaves it time to end.
                    ledger.todo.appendleft(place)
                else:
                    ledger.dead.append(place)
            if len(ledger.dead) >= DEADLY:
                return
        ledger.set_todo(rest)


def _in_a_pool[T, R](
    ledger: Ledger[T, R], function: Callable[[T], R], pool: Pool, batch: int | None, ahead: int
) -> list[int]:
    """Run in one pool to its end, what was begun there first; the places that were under way if it broke."""
    size = partial(_size, ledger, pool.workers, batch)
    flying = _begun(ledger, pool)
    return _drive(ledger, function, pool.executor, size, ahead, pool.ring, flying=flying)


def _begun(ledger: Ledger[Any, Any], pool: Pool) -> dict[Future[Answers[Any]], list[int]]:
    """Take over what a pool began before all tasks were known: it is no longer to do."""
    places = {id(ledger.tasks[place]): place for place in ledger.todo}
    known = [(places[id(task)], one) for task, one in pool.begun if id(task) in places]
    pool.begun.clear()
    flying = {one: [place] for place, one in known}
    begun = {place for place, _ in known}
    ledger.set_todo([place for place in ledger.todo if place not in begun])
    return flying


def _size(ledger: Ledger[Any, Any], workers: int, batch: int | None) -> int:
    return batch or ledger.batch_size(workers)


def _drive[T, R](
    ledger: Ledger[T, R],
    function: Callable[[T], R],
    executor: Executor,
    size: Callable[[], int],
    ahead: int,
    ring: Callable[[], None] = _nothing,
    enough: Callable[[], bool] = _never,
    flying: dict[Future[Answers[R]], list[int]] | None = None,
) -> list[int]:
    """Keep an executor busy and collect; the places under way when it broke, if it did."""
    flying = {} if flying is None else flying
    lost: list[int] = []

    def more() -> bool:
        return bool(ledger.todo) and not (lost or ledger.stopping() or enough())

    try:
        while flying or more():
            while more() and len(flying) < ahead:
                places = ledger.next_batch(size())
                try:
                    chunk = [ledger.tasks[place] for place in places]
                    with shielded():
                        flying[executor.submit(run_batch, function, chunk)] = places
                except BrokenExecutor:
                    lost += places
            if ledger.stopping():
                ring()
                _withdraw(flying)
            arrived, _ = wait(flying, LOOK_SECONDS, FIRST_COMPLETED)
            for future in arrived:
                lost += _collect(ledger, future, flying.pop(future))
    finally:
        _withdraw(flying)
    return lost


def _withdraw(flying: dict[Future[Any], list[int]]) -> None:
    """Take back what has not begun."""
    for future in [future for future in flying if future.cancel()]:
        del flying[future]


def _collect[T, R](
    ledger: Ledger[T, R], future: Future[Answers[R]], places: Sequence[int]
) -> Iterable[int]:
    """Book what a batch brought; its places if the executor broke under it."""
    if future.cancelled():
        return places
    error = future.exception()
    if error is None:
        ledger.take(places, future.result())
        return ()
    if isinstance(error, BrokenExecutor | CancelledError):
        return places
    says = f"{type(error).__name__}: {error}"
    ledger.take(places[:1], Answers((Failure(says, says, None),), 0.0))
    return ()

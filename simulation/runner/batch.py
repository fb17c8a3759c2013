"""What happens inside a worker: run a batch of tasks, and answer for each of them."""

import os
import signal
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import parent_process
from threading import Thread
from typing import Any

from simulation.errors import DoorwaysError

#: A shared byte the parent sets to ask its workers to stop after the task at hand.
_asked_to_stop: Any = None


@dataclass(frozen=True)
class Failure:
    """Carry a task's exception home as text, which always travels.

    Attributes
    ----------
    says
        The exception's kind and message.
    trail
        Its traceback, for whoever looks closer.
    mistake
        The exception itself when it is one a user can mend.
    """

    says: str
    trail: str
    mistake: DoorwaysError | None


@dataclass(frozen=True)
class Answers[R]:
    """Hold the answers to a batch, in its order; fewer than its tasks when asked to stop.

    Attributes
    ----------
    given
        One result or failure a task.
    seconds
        Time they took together.
    """

    given: tuple[R | Failure, ...]
    seconds: float


def prepare_worker(asked_to_stop: Any) -> None:
    """Get a worker process ready: Ctrl-C is the parent's business, and its end is ours."""
    global _asked_to_stop  # noqa: PLW0603 - the one way an initializer can hand something over
    _asked_to_stop = asked_to_stop
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this process when its parent is killed; it would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def run_batch[T, R](function: Callable[[T], R], tasks: Sequence[T]) -> Answers[R]:
    """Run tasks one after another; a failing task does not take the others with it."""
    start = time.perf_counter()
    given: list[R | Failure] = []
    for task in tasks:
        if _asked_to_stop is not None and _asked_to_stop.value:
            break
        given.append(_run(function, task))
    return Answers(tuple(given), time.perf_counter() - start)


def _run[T, R](function: Callable[[T], R], task: T) -> R | Failure:
    try:
        return function(task)
    except Exception as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
        mistake = error if isinstance(error, DoorwaysError) else None
        return Failure(f"{type(error).__name__}: {error}", traceback.format_exc(), mistake)

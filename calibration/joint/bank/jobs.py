"""Run what is missing of a job and keep each finished piece, so that a stop loses nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from simulation.runner.execution import USUAL, Execution
from simulation.runner.held import said
from simulation.runner.run_all import run_rest
from simulation.runner.shelf import JobStore

#: Finished pieces are written together in about this many.
TOGETHER: Final = 32


class Named(Protocol):
    """A task that knows its piece's name."""

    @property
    def name(self) -> str:
        """Name of the piece, unique in its job."""


def run_job[T: Named](
    kind: str,
    config: Mapping[str, Any],
    tasks: Sequence[T],
    function: Callable[[T], Any],
    store: JobStore,
    execution: Execution = USUAL,
    *,
    say: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Run the tasks that are not stored yet and return all pieces by name, in the tasks' order.

    Parameters
    ----------
    execution
        How they run, who is told how many of all are there, and who may stop it.
    say
        Told in a sentence when stored pieces could not be used and are made again.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When a task fails.
    """
    key = store.job(kind, config)
    done = _kept(key, store, say)
    left = [task for task in tasks if task.name not in done]
    fresh = dict[str, Any]()

    def flush() -> None:
        store.add_pieces(key, fresh)
        done.update(fresh)
        fresh.clear()

    def on_result(task: T, result: Any) -> None:
        fresh[task.name] = result
        if len(fresh) >= TOGETHER:
            flush()

    try:
        if left:
            run_rest(
                left, function, execution, on_result, total=len(tasks), what=kind, each="pieces"
            )
    finally:
        flush()
    return {task.name: done[task.name] for task in tasks}


def _kept(key: str, store: JobStore, say: Callable[[str], None] | None) -> dict[str, Any]:
    """Return the pieces that can be used, and say so when there are others."""
    kept = store.pieces(key)
    again = said(kept.unsound, what="pieces")
    if say is not None and again:
        say(again)
    return kept.sound

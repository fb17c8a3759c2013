"""Processes of our own that run batches of tasks, and the bell that asks them to stop after the task at hand."""

import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Self

from simulation.runner.batch import Answers, prepare_worker, run_batch
from simulation.runner.interrupt import shielded

#: Batches that are on their way to each worker, so that none waits for the next.
AHEAD: Final = 2


class Pool:
    """Hold processes, which are born when there is work for them; closed by `with` or `close`.

    Attributes
    ----------
    workers
        How many there are at most.
    executor
        What hands work to them.
    begun
        Tasks that were begun before all were known, each with what becomes of it.
    """

    def __init__(self, workers: int) -> None:
        """Make a pool of so many processes, none of which is born yet."""
        context = multiprocessing.get_context("spawn")
        self.workers = workers
        # A plain shared byte: a lock could die with the worker that holds it.
        self._bell: Any = context.RawValue("b", 0)
        self.executor: Executor = ProcessPoolExecutor(
            workers, context, prepare_worker, (self._bell,)
        )
        self.begun: list[tuple[Any, Future[Answers[Any]]]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self.close(patient=kind is None)

    def load(self, loads: Callable[[], object]) -> None:
        """Let every process be born and load what its work will need; it may fail, and work then tells."""
        with shielded():
            for _ in range(self.workers):
                self.executor.submit(loads)

    def begin[T](self, function: Callable[[T], Any], tasks: Iterable[T]) -> None:
        """Begin some tasks, unless there is enough to do; the run that they are part of collects them."""
        waiting = sum(not one.done() for _, one in self.begun)
        if waiting >= AHEAD * self.workers:
            return
        # Processes that are gone begin nothing: the run itself replaces them.
        with suppress(BrokenExecutor), shielded():
            for task in tasks:
                self.begun.append((task, self.executor.submit(run_batch, function, [task])))

    def ring(self) -> None:
        """Ask the processes to stop after the task at hand."""
        self._bell.value = 1

    def close(self, *, patient: bool) -> None:
        """Let the processes end, and wait for that if there is time."""
        self.ring()
        self.executor.shutdown(wait=patient, cancel_futures=True)

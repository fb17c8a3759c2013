"""Processes of our own that run batches of tasks, and the bell that asks them to stop after the task at hand."""

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from types import TracebackType
from typing import Any, Self

from simulation.runner.batch import prepare_worker
from simulation.runner.interrupt import shielded


class Pool:
    """Hold processes, which are born when there is work for them; closed by `with` or `close`.

    Attributes
    ----------
    workers
        How many there are at most.
    executor
        What hands work to them.
    """

    def __init__(self, workers: int) -> None:
        """Make a pool of so many processes, none of which is born yet."""
        context = multiprocessing.get_context("spawn")
        self.workers = workers
        # A plain shared byte: a lock could die with the worker that holds it.
        self._bell: Any = context.RawValue("b", 0)
        self.executor = ProcessPoolExecutor(workers, context, prepare_worker, (self._bell,))

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

    def ring(self) -> None:
        """Ask the processes to stop after the task at hand."""
        self._bell.value = 1

    def close(self, *, patient: bool) -> None:
        """Let the processes end, and wait for that if there is time."""
        self.ring()
        self.executor.shutdown(wait=patient, cancel_futures=True)

"""How work runs, and who is told: every long job takes one of these."""

import os
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from simulation.errors import DoorwaysError
from simulation.runner.shelf import Shelf

if TYPE_CHECKING:
    from simulation.runner.pool import Pool

type Progress = Callable[[int, int], None]

#: More tasks at once than any one machine has cores is a slip of the pen.
WORKERS: Final = (1, 256)
#: Windows can wait for no more processes than this.
MOST_PROCESSES: Final = 61


class StoppedError(DoorwaysError):
    """Say that work was stopped before its end; what was finished is where it is kept."""


@dataclass(frozen=True)
class Execution:
    """Say how work runs; nothing here changes what comes of it.

    Parameters
    ----------
    workers
        How many tasks run at once; 1 runs them here. Default: one for each core.
    executor
        Where to run; it stays open. Default: threads, for long work spawned processes, of our own.
    progress
        Called with the number of finished tasks, stored ones included, and of all.
    cancelled
        Asked often whether to stop.
    shelf
        Where the answers of finished tasks are kept. Default: nowhere.
    pool
        Processes of our own that were born before (`simulation.runner.standing`); work begins there at once.

    Raises
    ------
    DoorwaysError
        When the number of workers is not one.
    """

    workers: int | None = None
    executor: Executor | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    shelf: Shelf | None = None
    pool: "Pool | None" = None

    def __post_init__(self) -> None:
        if self.workers is None:
            return
        low, high = WORKERS
        whole = isinstance(self.workers, int) and not isinstance(self.workers, bool)
        if not (whole and low <= self.workers <= high):
            rule = f"The number of workers is a whole number from {low} to {high}."
            raise DoorwaysError("workers", self.workers, rule, "Choose a number in that range.")

    def at_once(self, tasks: int) -> int:
        """Return how many of some tasks run at once: at least one."""
        # Python 3.13 counts the cores this process may use; before, those of the machine.
        cores = getattr(os, "process_cpu_count", os.cpu_count)() or 1
        most = MOST_PROCESSES if self.executor is None else WORKERS[1]
        return max(1, min(self.workers or cores, tasks, most))

    def tell(self, done: int, total: int) -> None:
        """Say how many tasks are finished, of how many, to whoever wants to know."""
        if self.progress is not None:
            self.progress(done, total)

    def stopping(self) -> bool:
        """Whether somebody wants it to stop."""
        return self.cancelled is not None and self.cancelled()

    def after(self, ready: int, total: int) -> "Execution":
        """Return the same for what is left of `total` tasks when `ready` of them need not run."""
        return replace(self, progress=lambda done, _: self.tell(ready + done, total))


#: Everything as by default.
USUAL: Final = Execution()

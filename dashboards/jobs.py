"""Run comparisons outside browser sessions: a page only watches, and may come and go.

One comparison runs at a time and spreads over the machine's cores by itself; further ones wait.
Finished ones are kept for the pages to come; their runs also lie in the results database.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from dashboards.pages.choice import Choice
from dashboards.report.content import Content
from simulation.errors import DoorwaysError

State = Literal["waiting", "running", "done", "stopped", "failed"]
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
#: Runs one choice with the address of the results database.
Run = Callable[[Choice, str | None, Progress, Cancelled], Content]

KEPT = 32
FAULT = "Something went wrong inside Doorways. What was finished is kept; the terminal that serves this page tells more."

log = logging.getLogger(__name__)


@dataclass
class Job:
    """One comparison on its way; written by its thread only, read by any page."""

    choice: Choice
    state: State = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""
    result: Content | None = None
    wish_to_stop: threading.Event = field(default_factory=threading.Event)

    @property
    def open(self) -> bool:
        """Tell whether it still waits or runs."""
        return self.state in ("waiting", "running")


class Board:
    """Hold every comparison of this server.

    Parameters
    ----------
    run
        Runs one comparison; the real one by default.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._db: str | None = None
        self._jobs: OrderedDict[Choice, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparison")

    def use(self, db: str | None) -> None:
        """Set the SQLAlchemy address of the results database for what runs from now on."""
        self._db = db

    def find(self, choice: Choice) -> Job | None:
        """Return the comparison of a choice when there is one, running or finished."""
        with self._lock:
            return self._jobs.get(choice)

    def running(self) -> Job | None:
        """Return the comparison that runs now."""
        with self._lock:
            return next((job for job in self._jobs.values() if job.state == "running"), None)

    def submit(self, choice: Choice) -> Job:
        """Return the comparison of a choice, started now unless it already runs or is done."""
        with self._lock:
            job = self._jobs.get(choice)
            if job is not None and (job.open or job.state == "done"):
                return job
            job = Job(choice)
            self._jobs[choice] = job
            self._forget()
            self._pool.submit(self._work, job)
            return job

    def cancel(self, choice: Choice) -> None:
        """Ask a comparison to stop; finished runs stay stored."""
        job = self.find(choice)
        if job is not None:
            job.wish_to_stop.set()

    def close(self) -> None:
        """Ask everything to stop and wait for the thread to end."""
        with self._lock:
            for job in self._jobs.values():
                job.wish_to_stop.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _forget(self) -> None:
        """Let go of the oldest finished comparisons."""
        finished = [choice for choice, job in self._jobs.items() if not job.open]
        for choice in finished[: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[choice]

    def _work(self, job: Job) -> None:
        """Run one comparison in the board's thread and note how it ended."""
        if job.wish_to_stop.is_set():
            job.state = "stopped"
            return

        def progress(done: int, total: int) -> None:
            job.done, job.total = done, total

        job.state = "running"
        try:
            job.result = self._run(job.choice, self._db, progress, job.wish_to_stop.is_set)
        except (DoorwaysError, KeyboardInterrupt) as error:
            stopped = job.wish_to_stop.is_set()
            job.message = "" if stopped else str(error)
            job.state = "stopped" if stopped else "failed"
        except Exception:
            log.exception("A comparison failed: %s", job.choice)
            job.message, job.state = FAULT, "failed"
        else:
            job.state = "done"


@cache
def board() -> Board:
    """Return this server's board."""
    from dashboards.pages.running import run

    return Board(run)

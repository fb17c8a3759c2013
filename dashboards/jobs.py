"""Run comparisons outside browser sessions: a page only watches, and may come and go.

One comparison runs at a time and spreads over the machine's cores by itself; further ones wait.
What the results database holds already is looked up beside it. Finished ones are kept for the
pages to come; their runs also lie in the results database.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from dashboards.pages.choice import Choice
from dashboards.pages.pace import Pace
from dashboards.report.content import Content
from simulation.errors import DoorwaysError

State = Literal["looking", "idle", "waiting", "running", "done", "stopped", "failed"]

KEPT = 32
FAULT = "Something went wrong inside Doorways. What was finished is kept; the terminal that serves this page tells more."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Say how many runs of a comparison are stored; with all of them there is its result."""

    stored: int
    result: Content | None


@dataclass
class Job:
    """One comparison: looked up, on its way or ended; written by its thread only, read by any page.

    Attributes
    ----------
    done, total
        Finished runs, stored ones included, and all; total is 0 until the runs are planned.
    provisional
        What the runs finished so far say.
    """

    choice: Choice
    state: State = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""
    provisional: Content | None = None
    result: Content | None = None
    pace: Pace = field(default_factory=Pace)
    wish_to_stop: threading.Event = field(default_factory=threading.Event)

    @property
    def open(self) -> bool:
        """Tell whether it still waits or runs."""
        return self.state in ("waiting", "running")

    @property
    def moving(self) -> bool:
        """Tell whether it changes by itself."""
        return self.open or self.state == "looking"

    def progress(self, done: int, total: int) -> None:
        """Take that `done` of `total` runs are finished."""
        self.done, self.total = done, total
        self.pace.note(done, total, time.monotonic())

    def so_far(self, content: Content) -> None:
        """Take what the runs finished so far say."""
        self.provisional = content

    def cancelled(self) -> bool:
        """Tell whether somebody wants it to stop."""
        return self.wish_to_stop.is_set()


#: Runs one choice with the address of the results database, and tells the job how it goes.
Run = Callable[[Choice, str | None, Job], Content]
#: Asks the results database at an address what it holds of a choice; runs nothing.
Look = Callable[[Choice, str | None], Found]


class Board:
    """Hold every comparison of this server.

    Parameters
    ----------
    run
        Runs one comparison.
    look
        Says what is stored of one.
    """

    def __init__(self, run: Run, look: Look) -> None:
        self._run, self._look = run, look
        self._db: str | None = None
        self._jobs: OrderedDict[Choice, Job] = OrderedDict()
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="comparison")
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="lookup")

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

    def look(self, choice: Choice) -> Job:
        """Return the comparison of a choice; one never run here is looked up in the store."""
        with self._lock:
            job = self._jobs.get(choice)
            if job is None or job.state == "idle":
                job = self._put(Job(choice, "looking"))
                self._reader.submit(self._find, job)
            return job

    def submit(self, choice: Choice) -> Job:
        """Return the comparison of a choice, started now unless it already runs or is done."""
        with self._lock:
            job = self._jobs.get(choice)
            if job is None or not (job.open or job.state == "done"):
                job = self._put(Job(choice))
                self._pool.submit(self._work, job)
            return job

    def cancel(self, choice: Choice) -> None:
        """Ask a comparison to stop; finished runs stay stored."""
        job = self.find(choice)
        if job is not None:
            job.wish_to_stop.set()

    def close(self) -> None:
        """Ask everything to stop and wait for the threads to end."""
        with self._lock:
            for job in self._jobs.values():
                job.wish_to_stop.set()
        for pool in (self._pool, self._reader):
            pool.shutdown(wait=True, cancel_futures=True)

    def _put(self, job: Job) -> Job:
        """Take a new comparison in and let go of the oldest finished ones."""
        self._jobs[job.choice] = job
        finished = [choice for choice, job in self._jobs.items() if not job.moving]
        for choice in finished[: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[choice]
        return job

    def _find(self, job: Job) -> None:
        """Look one comparison up in the reader's thread; reading is all it does."""
        with told(job):
            found = self._look(job.choice, self._db)
            job.result, job.done, job.total = found.result, found.stored, job.choice.runs
            job.state = "done" if found.result else "idle"

    def _work(self, job: Job) -> None:
        """Run one comparison in the board's thread and note how it ended."""
        if job.cancelled():
            job.state = "stopped"
            return
        job.state = "running"
        with told(job):
            job.result = self._run(job.choice, self._db, job)
            job.state = "done"


@contextmanager
def told(job: Job) -> Iterator[None]:
    """Note in words what goes wrong with a comparison."""
    try:
        yield
    except (DoorwaysError, KeyboardInterrupt) as error:
        stopped = job.cancelled()
        job.message = "" if stopped else str(error)
        job.state = "stopped" if stopped else "failed"
    except Exception:
        log.exception("A comparison failed: %s", job.choice)
        job.message, job.state = FAULT, "failed"


@cache
def board() -> Board:
    """Return this server's board."""
    from dashboards.pages.running import look, run

    return Board(run, look)

"""Run what pages ask for outside browser sessions: a page only watches, and may come and go.

One job runs at a time and spreads over the machine's cores by itself; further ones wait. What
takes a moment only, such as looking into the results database, is done beside it. Finished ones
are kept for the pages to come.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Literal, Protocol

from dashboards.pace import Pace
from simulation.errors import DoorwaysError

State = Literal["looking", "idle", "waiting", "running", "done", "stopped", "failed"]

KEPT = 32
FAULT = "Something went wrong inside Doorways; the terminal that serves this page tells more."

log = logging.getLogger(__name__)


class Asked(Hashable, Protocol):
    """Say what a job answers: equal ones have one answer."""

    def link(self) -> str:
        """Return the address that opens its page."""

    def stamp(self) -> str:
        """Return a short text that tells it from others."""


@dataclass(frozen=True)
class Found[R]:
    """Say how many runs are stored, of how many; with all of them there is what they say.

    Attributes
    ----------
    more
        Running finds out more than the runs say.
    """

    stored: int
    total: int
    result: R | None
    more: bool = False


@dataclass(eq=False)
class Job[C: Asked, R]:
    """One thing asked for: looked up, on its way or ended; written by its thread only, read by any page.

    Attributes
    ----------
    called
        What people call it.
    number
        How many were asked for before it.
    stage
        What it does now, where it does several things one after the other.
    done, total
        Finished runs, stored ones included, and all; total is 0 until the runs are planned.
    provisional, used, whole
        What the runs finished so far say, how many these are, and whether they are all: then more is found
        out beside them.
    """

    choice: C
    state: State = "waiting"
    done: int = 0
    total: int = 0
    message: str = ""
    provisional: R | None = None
    used: int = 0
    whole: bool = False
    result: R | None = None
    called: str = ""
    number: int = field(default_factory=count().__next__)
    stage: str = ""
    pace: Pace = field(default_factory=Pace)
    wish_to_stop: threading.Event = field(default_factory=threading.Event)
    turn: Future[None] | None = None

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

    def enter(self, stage: str) -> None:
        """Take what it does from now on; nothing of it is finished."""
        self.stage, self.done, self.total = stage, 0, 0

    def so_far(self, result: R, used: int, *, whole: bool = False) -> None:
        """Take what the runs finished so far say."""
        self.provisional, self.used, self.whole = result, used, whole

    def cancelled(self) -> bool:
        """Tell whether somebody wants it to stop."""
        return self.wish_to_stop.is_set()

    def stop(self) -> None:
        """Ask it to stop; while it waits for its turn it is out at once."""
        self.wish_to_stop.set()
        if self.turn is not None and self.turn.cancel():
            self.state = "stopped"


class Desk:
    """Do the work of this server's boards, one job at a time and what takes a moment beside it.

    Attributes
    ----------
    db
        SQLAlchemy address of the results database; None for the user's own.
    running
        The job whose turn it is.
    alone
        Whether no other machine reaches the pages: only then do they know of private profiles.
    beforehand
        Whether runs are made that nobody has asked for yet, when there is nothing else to do.
    """

    def __init__(self) -> None:
        self.db: str | None = None
        self.running: Job[Any, Any] | None = None
        self.alone = False
        self.beforehand = True
        self.line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="line")
        self.beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="beside")

    def close(self) -> None:
        """Wait for the threads to end; what waits for its turn never has it."""
        for pool in (self.line, self.beside):
            pool.shutdown(wait=True, cancel_futures=True)


#: Says what the results database at an address holds of a choice.
type Look[C, R] = Callable[[C, str | None], Found[R]]


class Board[C: Asked, R]:
    """Hold every job of one kind.

    Parameters
    ----------
    run
        Runs what was asked for, with the address of the results database, and tells the job how it goes.
    look
        Says what is stored of it; runs nothing. None where nothing is stored.
    desk
        Does the work.
    """

    def __init__(
        self,
        run: Callable[[C, str | None, Job[C, R]], R],
        look: Look[C, R] | None = None,
        desk: Desk | None = None,
    ) -> None:
        self.desk = desk or Desk()
        self._run, self._look = run, look
        self._jobs: OrderedDict[C, Job[C, R]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, choice: C) -> Job[C, R] | None:
        """Return the job of a choice when there is one, running or finished."""
        with self._lock:
            return self._jobs.get(choice)

    def results(self) -> list[R]:
        """Return every result that is kept."""
        with self._lock:
            return [job.result for job in self._jobs.values() if job.result is not None]

    def asked(self) -> list[Job[C, R]]:
        """Return every job that somebody started, the newest last."""
        with self._lock:
            return [job for job in self._jobs.values() if job.called]

    def look(self, choice: C) -> Job[C, R]:
        """Return the job of a choice; one never run here is looked up where something is stored."""
        with self._lock:
            job = self._jobs.get(choice)
            if self._look is not None and (job is None or job.state == "idle"):
                job = self._put(Job(choice, "looking"))
                self.desk.beside.submit(self._find, job, self._look)
            return job or Job(choice, "idle")

    def submit(self, choice: C, called: str = "", *, quick: bool = False) -> Job[C, R]:
        """Return the job of a choice, started now unless it already runs or is done.

        Parameters
        ----------
        called
            What people call it.
        quick
            It takes a moment only and waits for nothing.
        """
        with self._lock:
            job = self._jobs.get(choice)
            if job is None or not (job.open or job.state == "done"):
                job = self._put(Job(choice, called=called))
                pool = self.desk.beside if quick else self.desk.line
                job.turn = pool.submit(self._work, job, in_line=not quick)
            return job

    def stop_all(self) -> None:
        """Ask everything to stop."""
        with self._lock:
            for job in self._jobs.values():
                job.wish_to_stop.set()

    def _put(self, job: Job[C, R]) -> Job[C, R]:
        """Take a new job in and let go of the oldest finished ones, first of those without a result."""
        self._jobs[job.choice] = job
        self._jobs.move_to_end(job.choice)  # One that was run again is as new as any.
        finished = [choice for choice, job in self._jobs.items() if not job.moving]
        finished.sort(key=lambda choice: self._jobs[choice].result is not None)
        for choice in finished[: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[choice]
        return job

    def _find(self, job: Job[C, R], look: Look[C, R]) -> None:
        """Look one job up in the thread beside; reading is all it does."""
        with told(job):
            found = look(job.choice, self.desk.db)
            job.done, job.total = found.stored, found.total
            if found.result is not None and found.more:
                job.so_far(found.result, found.stored, whole=True)
            else:
                job.result = found.result
            job.state = "done" if job.result else "idle"

    def _work(self, job: Job[C, R], *, in_line: bool) -> None:
        """Run one job in its thread and note how it ended."""
        if job.cancelled():
            job.state = "stopped"
            return
        job.state = "running"
        if in_line:
            self.desk.running = job
        with told(job):
            job.result = self._run(job.choice, self.desk.db, job)
            job.state = "done"
        if in_line:
            self.desk.running = None


@contextmanager
def told(job: Job[Any, Any]) -> Iterator[None]:
    """Note in words what goes wrong with a job."""
    try:
        yield
    except (DoorwaysError, KeyboardInterrupt) as error:
        stopped = job.cancelled()
        job.message = "" if stopped else str(error)
        job.state = "stopped" if stopped else "failed"
    except Exception:
        log.exception("A job failed: %s", job.choice)
        job.message, job.state = FAULT, "failed"

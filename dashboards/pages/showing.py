"""What stands in the result's place, and the words that keep anyone from misreading it.

A result never disappears before there is a newer one, and never stands unlabelled under a choice
that it does not answer.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal

from dashboards.jobs import Asked, Job
from dashboards.pace import in_words
from dashboards.warming import State as Warmth

#: What a result is: whole; of the runs finished so far; or of another choice than the page's.
Standing = Literal["whole", "so far", "earlier"]

COMPILING = "Getting the model ready (first time on this computer: about a minute)"
LOOKING = "Looking in the results database"
#: What is kept of what was stopped.
KEPT = "Finished runs are kept"
BESIDE = "All of its runs are stored. Run also finds out why and for whom, and writes the files to take away."


@dataclass(frozen=True)
class Shown[C: Asked, R]:
    """Hold one result on screen with the choice it answers and its label, empty when it is whole.

    Attributes
    ----------
    used, of
        The runs it rests on while these are not all, and how many were asked for.
    """

    content: R
    choice: C
    standing: Standing = "whole"
    label: str = ""
    used: int = 0
    of: int = 0

    @property
    def stamp(self) -> str:
        """Return what names this result: its choice and, when it is not whole, its runs."""
        part = f"|{self.used} so far" if self.standing == "so far" else ""
        return self.choice.stamp() + part


def shown[C: Asked, R](
    job: Job[C, R], before: Shown[C, R] | None, called: Callable[[C], str]
) -> Shown[C, R] | None:
    """Return what to show of a job.

    Parameters
    ----------
    job
        The job the page is at.
    before
        What the page shows now.
    called
        Gives choices their words.
    """
    if job.result is not None:
        return Shown(job.result, job.choice)
    if job.provisional is not None and job.whole:
        return Shown(job.provisional, job.choice)
    if job.provisional is not None:
        return Shown(job.provisional, job.choice, "so far", so_far(job), job.used, job.total)
    if before is None:
        return None
    return replace(before, standing="earlier", label=earlier(job, before, called))


def so_far(job: Job[Any, Any]) -> str:
    """Say that a result rests on some of the runs only."""
    if job.open:
        return f"So far: {job.used} of {job.total} runs; ranges will still move."
    return f"Of {job.used} of {job.total} runs, since it did not finish. Run does the rest."


def earlier[C: Asked, R](job: Job[C, R], before: Shown[C, R], called: Callable[[C], str]) -> str:
    """Say of what an earlier result is, and how long it stays."""
    part = f" ({before.used} of {before.of} runs)" if before.used else ""
    old, new = f"{called(before.choice)}{part}", called(job.choice)
    if before.choice == job.choice:
        return f"Earlier result of the same choice{part}."
    if job.open:
        return f"Earlier result, of {old}. It stays until there is one of {new}."
    if job.state == "looking":
        return f"Earlier result, of {old}. {LOOKING} for {new}."
    return f"Earlier result, of {old}. It says nothing of {new}."


def hint(job: Job[Any, Any]) -> str:
    """Say what to do when the page's choice has no result yet and nothing is under way."""
    if job.open or job.message or job.result is not None:
        return ""
    if job.state == "looking":
        return f"{LOOKING}…"
    if job.state == "stopped":
        return f"Stopped. {KEPT}; press Run to go on."
    if job.whole:
        return BESIDE
    if job.done:
        stored = "is" if job.done == 1 else "are"
        return f"{job.done} of {job.total} runs {stored} stored; Run does the rest."
    return "Choose, then press Run."


def progress_words(job: Job[Any, Any], warmth: Warmth, of: str = "runs") -> str:
    """Say what a job is doing, how far it is and how long it still takes."""
    if not job.open:
        return ""
    if job.cancelled():
        return "Stopping…"
    if job.state == "waiting":
        return "Waiting for what runs now to finish"
    if not job.total:
        return f"{job.stage}…" if job.stage else preparing(warmth)
    left = job.pace.left(time.monotonic())
    stage = f"{job.stage}: " if job.stage else ""
    told = f"{stage}{job.done:,} of {job.total:,} {of} finished"
    return told if left is None else f"{told}, {in_words(left)}"


def preparing(warmth: Warmth) -> str:
    """Say what happens before the first run starts."""
    if warmth == "compiling":
        return COMPILING
    return "Planning the runs" if warmth == "ready" else "Loading the model"


def announcement(job: Job[Any, Any]) -> str:
    """Return what a screen reader says: each quarter, and the headline at the end."""
    if job.state == "done" and job.result is not None:
        return str(job.result.headline)
    if job.open and job.whole and job.provisional is not None:
        return str(job.provisional.headline)
    if job.state == "stopped":
        return f"Stopped. {KEPT}."
    if not job.open:
        return ""
    quarter = 25 * (4 * job.done // job.total) if job.total else 0
    return f"{quarter} per cent finished" if quarter else "Running"

"""What every page with a form does: look at its job as it moves, and show how far it is."""

from collections.abc import Callable
from typing import Any

import solara

from dashboards.boards import desk
from dashboards.components.widgets import RunStatus
from dashboards.jobs import Job
from dashboards.pages.following import use_following
from dashboards.pages.shell import below_root
from dashboards.pages.showing import COMPILING, announcement, progress_words
from dashboards.warming import warming

#: Seconds between two looks at what moves.
LOOK = 0.1


def watch(job: Job[Any, Any], look: Callable[[], None]) -> None:
    """Look again and again at what changes by itself: a job, and the model getting ready."""

    def see() -> tuple[tuple[object, ...], bool]:
        warmth = warming().state
        moving = job.moving or warmth in ("loading", "compiling")
        return (job.state, progress_words(job, warmth), id(job.provisional), warmth), moving

    use_following(see, lambda _: look(), LOOK, id(job) if see()[1] else None)


def status(job: Job[Any, Any], notes: tuple[str, ...], of: str = "runs") -> solara.Element:
    """Return the progress, what was changed in the choice, and what went wrong.

    Parameters
    ----------
    of
        What is counted.
    """
    warmth = warming().state
    ready = [] if job.open or warmth != "compiling" else [f"{COMPILING}. You can choose already."]
    return RunStatus(
        busy=job.open,
        done=job.done,
        total=job.total,
        words=progress_words(job, warmth, of),
        announcement=announcement(job),
        notes=[*notes, *ready],
        message=job.message,
        ahead=ahead(job),
        event_cancel=lambda _=None: job.stop(),
    )


def ahead(job: Job[Any, Any]) -> dict[str, str]:
    """Return the link and name of what a waiting job waits for."""
    first = desk().running if job.state == "waiting" else None
    return {"link": below_root(first.choice.link()), "text": first.called} if first else {}

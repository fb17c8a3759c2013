"""Run one choice of the page for real: the same comparison as `doorways compare`."""

import os

from calibration.joint.store import usual
from dashboards.jobs import Found, Job
from dashboards.pages.choice import Choice
from dashboards.report.content import Content
from dashboards.report.from_comparison import content_of
from dashboards.warming import warming
from scenarios.compare import compare
from scenarios.comparison import Comparison
from scenarios.request import CompareRequest
from scenarios.stored import stored_replicates
from simulation.runner.execution import Execution, StoppedError


def run(choice: Choice, db: str | None, job: Job[Choice, Content]) -> Content:
    """Run a choice and return what the page shows of it.

    Parameters
    ----------
    choice
        What to run.
    db
        SQLAlchemy address of the results database; None for the user's own.
    job
        Is told how far it is and what it says so far, and asked whether to stop.

    Raises
    ------
    DoorwaysError
        When the choice cannot be run, or the results database cannot be used.
    """
    # A comparison that found the model unready would compile it a second time beside the first.
    if not warming().wait(job.cancelled):
        raise StoppedError("comparison", "0 runs", "It was stopped.", "Run it again.")

    def so_far(some: Comparison) -> None:
        job.so_far(content_of(some), some.replicates)

    comparison = compare(
        request_of(choice),
        execution=Execution(workers(), progress=job.progress, cancelled=job.cancelled),
        store=db,
        so_far=so_far,
    )
    return content_of(comparison)


def look(choice: Choice, db: str | None) -> Found[Content]:
    """Return what the results database holds of a choice, its result if that is everything.

    Raises
    ------
    DoorwaysError
        When the choice cannot be run, or the results database cannot be used.
    """
    request = request_of(choice)
    stored = stored_replicates(request, db)
    if stored < request.replicates:
        return Found(stored, choice.runs, None)
    try:
        held = compare(request, store=db, execution=Execution(cancelled=lambda: True))
        return Found(stored, choice.runs, content_of(held))
    except StoppedError:
        return Found(
            0, choice.runs, None
        )  # Something stored was not as it should be; a run makes it anew.


def request_of(choice: Choice) -> CompareRequest:
    """Return a choice as the request that `doorways compare` would make."""
    return CompareRequest(
        calibration=usual(),
        authority=choice.council,
        scenario=choice.scenario,
        years=choice.years,
        replicates=choice.runs,
    )


def workers() -> int:
    """Leave a core to the page; never fewer than two, since a single one would run in it."""
    return max(2, (os.cpu_count() or 1) - 1)

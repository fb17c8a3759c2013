"""Run one choice of the page for real: the same comparison as `doorways compare`."""

import os

from dashboards.jobs import Cancelled, Progress
from dashboards.pages.choice import Choice
from dashboards.report.content import Content
from dashboards.report.from_comparison import content_of
from scenarios.compare import compare
from scenarios.request import CompareRequest


def run(choice: Choice, db: str | None, progress: Progress, cancelled: Cancelled) -> Content:
    """Run a choice and return what the page shows of it.

    Raises
    ------
    DoorwaysError
        When the choice cannot be run, or the results database cannot be used.
    """
    request = CompareRequest(
        authority=choice.council,
        scenario=choice.scenario,
        years=choice.years,
        replicates=choice.runs,
        workers=_workers(),
    )
    return content_of(compare(request, progress=progress, cancelled=cancelled, db=db))


def _workers() -> int:
    """Leave a core to the page; never fewer than two, since a single one would run in it."""
    return max(2, (os.cpu_count() or 1) - 1)

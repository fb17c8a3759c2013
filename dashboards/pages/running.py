"""Run one choice of the page for real: the same comparison as `doorways compare --for-whom`."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from calibration.joint.store import usual
from dashboards.jobs import Found, Job
from dashboards.pages.away import files_of, fresh, kept
from dashboards.pages.choice import Choice
from dashboards.pages.compared import Compared
from dashboards.pages.turning import scenario_of
from dashboards.report.captions import today
from dashboards.report.charts import Chart
from dashboards.report.from_comparison import content_of
from dashboards.report.works import works
from dashboards.warming import warming
from scenarios.compare import compare
from scenarios.comparison import Comparison
from scenarios.request import CompareRequest
from scenarios.stored import stored_replicates
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

log = logging.getLogger(__name__)

#: What is offered of what `doorways compare` writes.
FILES: Final = {
    "Briefing to print": "briefing.pdf",
    "Briefing to edit": "briefing.docx",
    "Briefing to read": "briefing.html",
    "Report": "report.html",
    "Workbook": "comparison.xlsx",
    "Table": "comparison.csv",
    "Full table": "comparison_full.csv",
    "Full table with types": "comparison.parquet",
    "Table by group": "whom.csv",
    "Every number": "comparison.json",
    "Scenario, to run again": "again/scenario.toml",
    "Baseline, to run again": "again/baseline.toml",
}


def run(choice: Choice, db: str | None, job: Job[Choice, Compared]) -> Compared:
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
    execution = execution_of(job)

    def so_far(some: Comparison) -> None:
        job.so_far(compared(some), some.replicates)

    request = request_of(choice)
    with open_store(db) as store:
        comparison = compare(request, execution=execution, store=store, so_far=so_far)
        # The answer first: what is found out beside it takes longer.
        job.so_far(compared(comparison, request), choice.runs, whole=True)
        shelved = replace(execution, shelf=Shelf(store, log.warning))
        found = beside(request, comparison, shelved, job.enter)
    return with_files(request, found, job.enter)


def execution_of(job: Job[Any, Any], *, quick: bool = False) -> Execution:
    """Return how a job's runs are done, once the model is ready, which what is quick needs not.

    Raises
    ------
    DoorwaysError
        When it was stopped before.
    """
    # What found the model unready would compile it a second time beside the first.
    if not quick and not warming().wait(job.cancelled):
        raise StoppedError("runs", "none", "It was stopped.", "Run it again.")
    return Execution(workers(), progress=job.progress, cancelled=job.cancelled)


def beside(
    request: CompareRequest,
    comparison: Comparison,
    execution: Execution,
    enter: Callable[[str], None],
) -> Comparison:
    """Return a comparison with whom its services reach, and for whom its arms differ."""
    from scenarios.funnel.beside import funnel_beside
    from scenarios.whom.study import for_whom

    enter("Following who comes into care")
    funnel = funnel_beside(request, comparison, execution=execution)
    enter("For whom it differs")
    whom = for_whom(request, execution=execution)
    return replace(comparison, funnel=funnel.to_dict() if funnel else None, whom=whom.to_dict())


def with_files(
    request: CompareRequest, comparison: Comparison, enter: Callable[[str], None]
) -> Compared:
    """Return what the page shows of a comparison, with every file the command would write."""
    from dashboards.report.comparison import write_all

    enter("Writing the files")
    done = compared(comparison, request)
    with fresh() as folder:
        charts = write_all(folder, done.found, done.content)
        return replace(done, away=kept(folder, written(folder, charts)))


def written(folder: Path, charts: Sequence[Chart]) -> dict[str, str]:
    """Return the files of a comparison that are in a folder, and the pictures of its charts."""
    there = {what: name for what, name in FILES.items() if (folder / name).exists()}
    return files_of(there, *charts)


def compared(comparison: Comparison, request: CompareRequest | None = None) -> Compared:
    """Return what the page shows; the works it rests on where the request is told."""
    sources = works(request.arms()) if request else ()
    return Compared(content_of(comparison, sources, made=today()), comparison.to_dict())


def look(choice: Choice, db: str | None) -> Found[Compared]:
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
        return Found(stored, choice.runs, compared(held, request), more=True)
    except StoppedError:
        return Found(
            0, choice.runs, None
        )  # Something stored was not as it should be; a run makes it anew.


def request_of(choice: Choice) -> CompareRequest:
    """Return a choice as the request that `doorways compare` would make."""
    return CompareRequest(
        calibration=usual(),
        authority=choice.council,
        scenario=scenario_of(choice.council, choice.scenario, choice.set),
        years=choice.years,
        replicates=choice.runs,
    )


def workers() -> int:
    """Leave a core to the page; never fewer than two, since a single one would run in it."""
    return max(2, (os.cpu_count() or 1) - 1)

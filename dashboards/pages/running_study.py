"""Run what was asked of a study, with a folder of its own for its files."""

import logging

from dashboards.jobs import Job
from dashboards.pages.away import fresh, kept
from dashboards.pages.running import workers
from dashboards.pages.studies import by_name
from dashboards.pages.study import Chosen, Result, Work
from dashboards.report.svg import inline
from dashboards.warming import warming
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

log = logging.getLogger(__name__)


def run(chosen: Chosen, db: str | None, job: Job[Chosen, Result]) -> Result:
    """Run a study and return its answer with its files.

    Parameters
    ----------
    db
        SQLAlchemy address of the results database; None for the user's own.
    job
        Is told how far it is, and asked whether to stop.

    Raises
    ------
    DoorwaysError
        When it cannot be run, or was stopped.
    """
    study = by_name()[chosen.study]
    # What found the model unready would compile it a second time beside the first.
    if not study.quick and not warming().wait(job.cancelled):
        raise StoppedError(study.name, "nothing", "It was stopped.", "Run it again.")
    with fresh() as folder, open_store(db) as store:
        shelf = Shelf(store, log.warning)
        execution = Execution(
            workers(), progress=job.progress, cancelled=job.cancelled, shelf=shelf
        )
        answer = study.answer(dict(chosen.values), Work(execution, folder, db, job.enter))
        pictures = (one.svg.read_text(encoding="utf-8") for one in answer.charts)
        named = zip(answer.charts, pictures, strict=True)
        drawn = tuple(inline(svg, one.name, one.alternative) for one, svg in named)
        return Result(answer, kept(folder, answer.files), drawn)

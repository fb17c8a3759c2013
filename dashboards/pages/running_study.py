"""Run what was asked of a study, with a folder of its own for its files."""

import logging
from dataclasses import replace
from typing import Final

from dashboards.boards import desk
from dashboards.jobs import Job
from dashboards.pages.away import fresh, kept
from dashboards.pages.running import execution_of
from dashboards.pages.studies import by_name
from dashboards.pages.study import Chosen, Result, Work
from simulation.errors import DoorwaysError
from simulation.runner.shelf import Shelf
from simulation.store.store import open_store

log = logging.getLogger(__name__)

#: What a study does that runs nothing.
WORKING: Final = "Working it out"


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
    if study.private and not desk().alone:
        rule = "It takes real children's records, and another machine reaches the pages."
        raise DoorwaysError("page", study.title, rule, "Use the command.")
    if study.quick:
        job.enter(WORKING)  # Of runs, which it has none of, nothing is said.
    execution = execution_of(job, quick=study.quick)
    with fresh() as folder, open_store(db) as store:
        execution = replace(execution, shelf=Shelf(store, log.warning))
        answer = study.answer(dict(chosen.values), Work(execution, folder, db, job.enter))
        drawn = tuple(one.svg.read_text(encoding="utf-8") for one in answer.charts)
        return Result(answer, kept(folder, answer.files), drawn)

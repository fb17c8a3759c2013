"""What is stored and what runs here, as rows of tables: each with how to go on with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from calibration.beliefs.own.kept import is_private
from calibration.joint.result import Calibration
from dashboards.jobs import Job
from dashboards.pages import fields
from dashboards.pages.again import NEEDED, Again
from dashboards.pages.plans import plans
from dashboards.pages.showing import progress_words
from dashboards.warming import State as Warmth
from scenarios.batch.known import as_noted
from scenarios.stored import stored_replicates
from simulation.errors import DoorwaysError
from simulation.store.asked import Experiment
from simulation.store.store import Store, open_store
from simulation.version import RESULTS_VERSION

#: Comparisons listed, the newest first.
MOST: Final = 50
#: Futures of a batch that are looked for while somebody waits.
COUNTED: Final = 2_000
#: And those of comparisons, all together.
COUNTED_HERE: Final = 300
RESUME: Final = "/resume"
STATES: Final = {
    "waiting": "Waiting",
    "running": "Running",
    "done": "Finished",
    "stopped": "Stopped",
    "failed": "Failed",
}


@dataclass(frozen=True)
class Row:
    """Hold a row: its cells, and what can be done with it.

    Attributes
    ----------
    name
        Tells it from others.
    link
        Opens it with its choice in the form; empty where no form has it.
    stop
        Whether it can be stopped.
    command
        Makes it again; empty where a command says it elsewhere.
    files
        Names and texts of the files that the command needs.
    """

    name: str
    cells: tuple[str, ...]
    link: str = ""
    stop: bool = False
    command: str = ""
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Stored:
    """Hold what a database has."""

    batches: tuple[Row, ...]
    comparisons: tuple[Row, ...]


def of_job(job: Job[Any, Any], warmth: Warmth) -> Row:
    """Return what runs, waits or has run here; finished ones keep their count."""
    told = progress_words(job, warmth) or job.message
    counted = f"{job.done:,} of {job.total:,}" if job.total and not told else told
    return Row(
        job.choice.stamp(),
        (job.called, STATES[job.state], counted),
        link=job.choice.link(),
        stop=job.open and not job.cancelled(),
    )


def stored(db: str | None, *, private: bool) -> Stored:
    """Return what a database holds: plans of batches, and the newest comparisons.

    Parameters
    ----------
    private
        With those of private profiles.

    Raises
    ------
    DoorwaysError
        When it cannot be read.
    """
    with open_store(db) as store:
        batches = tuple(_batch(one, store) for one in plans(store, private=private))
        every = store.experiments(MOST)
        seen = (one for one in every if private or not _is_private(one))
        left = [COUNTED_HERE]
        return Stored(batches, tuple(_comparison(one, store, left) for one in seen))


def _is_private(found: Experiment) -> bool:
    return is_private(str(found.config.get("authority", ""))) or is_private(found.name)


def _batch(found: Any, store: Any) -> Row:
    """Return a plan that has run, and how much of it is stored."""
    from scenarios.batch.calibrations.kept import found as calibrations_found
    from scenarios.batch.cells import batch_of
    from scenarios.batch.study import missing

    when = _when(found.created)
    try:
        made = batch_of(as_noted(found), store)
    except DoorwaysError as fault:
        return Row(found.name, (found.name, when, "–", str(fault)))
    many = made.replicates
    if many > COUNTED:
        told = f"many: doorways batch status {found.name} counts them"
    elif made.cells:
        told = f"{many - sum(missing(made, store).values()):,} of {many:,}"
    else:
        told = ""
    if asked := made.calibrations:
        ready = sum(isinstance(one, Calibration) for one in calibrations_found(asked, store))
        told = "; ".join(filter(None, (told, f"{ready:,} of {len(asked):,} calibrations")))
    return Row(
        found.name,
        (found.name, when, f"{len(made.cells) + len(asked):,}", told),
        link=fields.link(RESUME, {"plan": found.name}),
        command=f"doorways batch resume {found.name}",
    )


def _comparison(found: Experiment, store: Store, left: list[int]) -> Row:
    """Return a comparison, with its form's link where the form can say it, and the command that makes it again."""
    said = found.config
    version = (
        "" if found.results_version == RESULTS_VERSION else f", version {found.results_version}"
    )
    when = f"{_when(found.created)}{version}"
    if not set(said) >= NEEDED:
        return Row(found.key, (found.name, when, "–", f"{found.ran:,}"))
    again = Again(said)
    counted = f"{_stored(found, again, store, left)} of {said['replicates']:,}"
    return Row(
        found.key,
        (again.called(found.name), when, f"{said['years']}", counted),
        link=again.link(),
        command=again.command(),
        files=again.files(),
    )


def _stored(found: Experiment, again: Again, store: Store, left: list[int]) -> str:
    """Say how many futures are stored: also those that an earlier comparison ran; beyond what is counted, the fewest."""
    many = found.config["replicates"]
    if found.ran >= many:
        return f"{many:,}"
    if found.results_version == RESULTS_VERSION and many <= left[0]:
        try:
            there = stored_replicates(again.request(store), store)
        except DoorwaysError:
            # What cannot be run any more is not counted.
            return f"{found.ran:,} or more"
        left[0] -= many
        return f"{there:,}"
    return f"{found.ran:,} or more"


def _when(moment: datetime | None) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M}" if moment else "not known"

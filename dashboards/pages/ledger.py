"""What is stored and what runs here, as rows of tables: each with how to go on with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from calibration.beliefs.own.kept import is_private
from calibration.joint.result import Calibration
from calibration.joint.store import usual as usual_calibration
from dashboards.jobs import Job
from dashboards.pages import fields
from dashboards.pages.choice import settle
from dashboards.pages.options import options
from dashboards.pages.showing import progress_words
from dashboards.warming import State as Warmth
from scenarios import usual
from scenarios.batch.known import KIND, as_noted
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from simulation.errors import DoorwaysError
from simulation.files.toml_file import parse_toml
from simulation.store.asked import Experiment
from simulation.store.store import open_store
from simulation.version import RESULTS_VERSION

#: Comparisons listed, the newest first.
MOST: Final = 50
#: Futures of a batch that are looked for while somebody waits.
COUNTED: Final = 2_000
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
    """

    name: str
    cells: tuple[str, ...]
    link: str = ""
    stop: bool = False
    command: str = ""


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
        noted = {one.name: one for one in reversed(store.findings(KIND)) if one.sound}
        mine = (one for one in reversed(noted.values()) if private or not _names_private(one))
        batches = tuple(_batch(one, store) for one in mine)
        every = store.experiments(MOST)
    seen = (one for one in every if private or not _is_private(one))
    return Stored(batches, tuple(map(_comparison, seen)))


def _names_private(found: Any) -> bool:
    return any(map(is_private, as_noted(found).places))


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


def _comparison(found: Experiment) -> Row:
    """Return a comparison, with its form's link where the form can say it, and the command that makes it again."""
    said = found.config
    version = (
        "" if found.results_version == RESULTS_VERSION else f", version {found.results_version}"
    )
    cells = (found.name, f"{_when(found.created)}{version}")
    name = "|".join((*cells, *(str(said.get(key)) for key in _NUMBERS)))
    if not set(said) >= {"authority", "baseline", "scenario", "calibration", *_NUMBERS}:
        return Row(name, (*cells, "–", f"{found.ran:,}"))
    counted = f"{found.ran:,} of {said['replicates']:,}"
    return Row(
        name, (*cells, f"{said['years']}", counted), link=_link(said), command=_command(said)
    )


#: What decides a comparison's futures besides who and what.
_NUMBERS: Final = ("years", "replicates", "seed", "step_days", "central")


def _link(said: Mapping[str, Any]) -> str:
    """Return the form's address, where every part of the comparison is one of the form's."""
    plain = CompareRequest().numbers() | {"calibration": _usual_key()}
    same = (key for key in ("seed", "step_days", "central", "calibration"))
    scenario, shipped = _named(said["scenario"])
    if (
        not shipped
        or _named(said["baseline"]) != (usual.BASELINE, True)
        or any(said[key] != plain[key] for key in same)
    ):
        return ""
    asked = {"council": said["authority"], "scenario": scenario}
    chosen, notes = settle(asked | {"years": said["years"], "runs": said["replicates"]}, options())
    return "" if notes else chosen.link()


def _command(said: Mapping[str, Any]) -> str:
    """Return the command that makes it again; of a scenario of one's own it names the file."""
    plain = CompareRequest().numbers() | {"calibration": _usual_key()}
    names = (
        name if shipped else f"{name}.toml"
        for name, shipped in (_named(said["scenario"]), _named(said["baseline"]))
    )
    scenario, baseline = names
    words = ["doorways", "compare", "--authority", said["authority"], "--scenario", scenario]
    words += ["--baseline", baseline] if baseline != usual.BASELINE else []
    words += ["--years", f"{said['years']}", "--replicates", f"{said['replicates']}"]
    for key in ("seed", "step_days"):
        if said[key] != plain[key]:
            words += [f"--{key.replace('_', '-')}", f"{said[key]:g}"]
    words += ["--central"] if said["central"] else []
    if said["calibration"] != plain["calibration"]:
        words += ["--calibration", said["calibration"] or "none"]
    return " ".join(map(fields.in_shell, words))


def _named(text: str) -> tuple[str, bool]:
    """Return the name of a scenario's text, and whether the one that ships says just this."""
    name = "scenario"
    try:
        name = str(parse_toml(text, name, name)["name"])
        return name, load_scenario(name).to_toml() == text
    except (DoorwaysError, KeyError):
        return name, False


def _usual_key() -> str | None:
    found = usual_calibration()
    return found.key if found else None


def _when(moment: datetime | None) -> str:
    return f"{moment.day} {moment:%b %Y %H:%M}" if moment else "not known"

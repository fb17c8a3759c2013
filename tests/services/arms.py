"""Run scenarios written as text on one council, with central values, and read their logs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scenarios.compare import make_plan
from scenarios.request import CompareRequest
from simulation.discover import model_rules
from simulation.runner.worker import population_of, started
from simulation.simulate import Run, run_years
from simulation.testing import EventLog, log_of

PROBES = Path(__file__).parent / "probes"
COUNCIL, YEARS, ROOM = "Kingston upon Thames", 3, 1 << 15


class Arm:
    """One arm that has run: its log, measures and tables."""

    def __init__(self, run: Run, years: int, step_days: float) -> None:
        self.values, self.weekly = run_years(run, years, step_days)
        self.population = run.population
        self.log: EventLog = log_of(model_rules(), run.population, run.state)


def arms_of(
    folder: Path, interventions: str, *, twin: str = "", council: str = COUNCIL, step: float = 7.0
) -> Mapping[str, Arm]:
    """Return the baseline and an arm with what a scenario's text opens; files lie in `folder`."""
    path = folder / "tried.toml"
    path.write_text(f'name = "tried"\ntitle = "Tried"\n\n{interventions}', encoding="utf-8")
    named = f"{path}{twin and '-' + twin}"
    request = CompareRequest(
        council, scenario=named, years=YEARS, replicates=2, central=True, step_days=step
    )
    task = make_plan(request).tasks[0]
    population = population_of(task)
    runs = {arm.name: started(task, arm, population, ROOM) for arm in task.arms}
    names = ("baseline", "tried")
    return {name: Arm(run, YEARS, step) for name, run in zip(names, runs.values(), strict=True)}


def probe(folder: Path, name: str, settings: str = "", **options: Any) -> Mapping[str, Arm]:
    """Return the arms with one of the probes."""
    (folder / f"{name}.toml").write_text(
        (PROBES / f"{name}.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return arms_of(folder, f'[[interventions]]\nfile = "{name}.toml"\n{settings}', **options)


#: Events of the machine itself: a service is referred to, starts, ends, opens.
MACHINE = (
    "referral",
    "support_start",
    "support_end",
    "support_dropout",
    "support_fading",
    "service_opening",
    "service_closing",
    "service_outage",
    "service_reopening",
    "short_stay",
    "key_worker_bond",
    "key_worker_change",
)


def lives(log: EventLog) -> EventLog:
    """Return what happened to people, the machine of services left out."""
    known = {name.split("/")[0] for name in log.outcomes}
    return log.without(*(name for name in MACHINE if name in known))

"""Which parts of a service are core and which adaptable: what leaving each out does, in paired runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from scenarios.adopting.paired import Mean, Opened, Versions, run_versions
from scenarios.adopting.sites import central_plan
from scenarios.compare import Plan, make_plan
from scenarios.intervention_schema import kinds
from scenarios.request import CompareRequest
from scenarios.scenario import has_twin
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import USUAL, Execution
from simulation.services.declaration import Part
from simulation.services.opened import VALUES

#: What is looked at: what services are for, in numbers of young people and of what happens to them.
LOOKED_AT: Final = (
    "care_entries",
    "weeks_in_care",
    "placement_moves",
    "missing_episodes",
    "arrests",
    "charges",
    "step_downs",
    "substance_problem",
    "neet_16_17",
    "neet_18_20",
)
MONEY: Final = "cost_council"
#: Share of an effect whose loss makes a part core.
CORE_SHARE: Final = "adapt_core_share"
WHOLE: Final = "whole"


@dataclass(frozen=True)
class Lost:
    """Hold what leaving a part out does to one measure.

    Attributes
    ----------
    effect
        What the whole service does, against the baseline.
    change
        What leaving the part out changes, against the whole service.
    share, least, most
        Of the effect, lost, and the ends of that; None where the service is not seen to do any good.
    """

    measure: str
    label: str
    effect: Mean
    change: Mean
    share: float | None = None
    least: float = 0.0
    most: float = 0.0

    @property
    def seen(self) -> bool:
        """Return whether something is seen to be lost."""
        return self.share is not None and self.least > 0.0


@dataclass(frozen=True)
class Judged:
    """Hold one part with what leaving it out does.

    Attributes
    ----------
    core
        Whether it is core: on some measure something is seen to be lost, and that is the registered
        share of the effect or more.
    sure
        Whether intervals lie wholly on that side: of what is lost most, or where nothing is, of all.
    """

    service: str
    part: Part
    lost: tuple[Lost, ...]
    money: Mean
    core: bool
    sure: bool

    @property
    def most(self) -> Lost | None:
        """Return the measure of whose effect it is seen to take the largest share."""
        return _most(self.lost)


def adapt(request: CompareRequest, *, execution: Execution = USUAL) -> tuple[Judged, ...]:
    """Leave each part of a scenario's services out, and judge which are core.

    Raises
    ------
    DoorwaysError
        When the scenario opens no service, or none that says what it is made of.
    """
    parts = _parts(central_plan(request))
    made = make_plan(request)
    opened = made.arms[1].interventions
    versions: dict[str, Opened] = {WHOLE: opened}
    for name, (number, part) in parts.items():
        versions[name] = [part.without if k == number else one for k, one in enumerate(opened)]
    found = run_versions(made, versions, (*LOOKED_AT, MONEY), execution)
    baseline = made.arms[0].name
    return tuple(
        _judged(found, baseline, name, kinds()[opened[number]["kind"]].titled(opened[number]), part)
        for name, (number, part) in parts.items()
    )


def _parts(made: Plan) -> dict[str, tuple[int, Part]]:
    """Return the parts of all that a plan's scenario opens, by the name of the version without it."""
    found: dict[str, tuple[int, Part]] = {}
    task = made.tasks[0]
    for number, (one, spec) in enumerate(
        zip(made.arms[1].interventions, task.arms[1].interventions, strict=True)
    ):
        if not has_twin(one):
            continue  # A condition is the world: nobody adopts it.
        values: Mapping[str, Any] = {**task.parameters, **spec[VALUES]}
        for part in kinds()[one["kind"]].parts(one, values):
            found[f"without {number} {part.name}"] = number, part
    if not found:
        rule = "Nothing it opens says what it is made of, or could be left out."
        step = "A programme has a part for each of its effects, where it has several."
        raise DoorwaysError("scenario", made.arms[1].name, rule, step)
    return found


def _judged(found: Versions, baseline: str, name: str, service: str, part: Part) -> Judged:
    lost = tuple(_lost(found, baseline, name, measure) for measure in LOOKED_AT)
    money = found.difference(name, WHOLE, MONEY)
    least = next(leaves(figure(CORE_SHARE).value))
    most = _most(lost)
    if most is not None and (most.share or 0.0) >= least:
        return Judged(service, part, lost, money, core=True, sure=most.least >= least)
    sure = all(one.most < least for one in lost if one.share is not None)
    return Judged(service, part, lost, money, core=False, sure=sure)


def _most(lost: Sequence[Lost]) -> Lost | None:
    return max((one for one in lost if one.seen), key=lambda one: one.share or 0.0, default=None)


def _lost(found: Versions, baseline: str, name: str, measure: str) -> Lost:
    about = MEASURES[BY_NAME[measure]]
    effect = found.difference(WHOLE, baseline, measure)
    change = found.difference(name, WHOLE, measure)
    good = (effect.high if about.better < 0 else -effect.low) < 0
    if not good:
        return Lost(measure, about.label, effect, change)
    ends = sorted(-one / effect.mean for one in (change.low, change.high))
    return Lost(measure, about.label, effect, change, -change.mean / effect.mean, *ends)

"""Which parts of a service are core and which adaptable: what leaving each out does, in paired runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from scenarios.adopting.paired import Mean, Opened, Versions, run_versions
from scenarios.adopting.sites import central_plan
from scenarios.adopting.supported import of_supported
from scenarios.compare import Plan, make_plan
from scenarios.intervention_schema import kinds
from scenarios.request import CompareRequest
from scenarios.scenario import has_twin
from scenarios.verdict import UNKNOWN
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
    share
        Of the effect, lost; None where the service is not seen to do good that matters.
    """

    measure: str
    label: str
    effect: Mean
    change: Mean
    share: float | None = None


@dataclass(frozen=True)
class Judged:
    """Hold one part with what leaving it out does.

    Attributes
    ----------
    share
        Of what the whole does, lost: the average over the measures on which it is seen to do good
        that matters. None: there is none.
    core
        Whether it is core: that share is the registered one or more.
    sure
        Whether its interval lies wholly on that side.
    """

    service: str
    part: Part
    lost: tuple[Lost, ...]
    money: Mean
    share: Mean | None
    core: bool
    sure: bool

    @property
    def verdict(self) -> str:
        """Return what it is called: that nothing can be told is neither core nor adaptable."""
        if self.share is None:
            return UNKNOWN
        return "core" if self.core else "adaptable"

    @property
    def most(self) -> Lost | None:
        """Return the measure of whose effect it takes the largest share."""
        seen = [one for one in self.lost if one.share is not None]
        return max(seen, key=lambda one: one.share or 0.0, default=None)


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
    mine = of_supported(made, LOOKED_AT, execution)
    baseline = made.arms[0].name
    return tuple(
        _judged(
            found,
            baseline,
            name,
            kinds()[opened[number]["kind"]].titled(opened[number]),
            part,
            mine,
        )
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


def _judged(
    found: Versions,
    baseline: str,
    name: str,
    service: str,
    part: Part,
    mine: Mapping[str, float],
) -> Judged:
    """Judge one part; `mine` says what would have become of those supported, by measure."""
    lost = tuple(_lost(found, baseline, name, one, mine[one]) for one in LOOKED_AT)
    money = found.difference(name, WHOLE, MONEY)
    least = next(leaves(figure(CORE_SHARE).value))
    seen = [one for one in lost if one.share is not None]
    if not seen:
        return Judged(service, part, lost, money, None, core=False, sure=False)
    whole, without = found.totals[WHOLE], found.totals[name]
    shares = [(whole[m.measure] - without[m.measure]) / m.effect.mean for m in seen]
    share = found.mean(np.mean(shares, axis=0))
    core = share.mean >= least
    sure = share.low >= least if core else share.high < least
    return Judged(service, part, lost, money, share, core=core, sure=sure)


def _lost(found: Versions, baseline: str, name: str, measure: str, mine: float) -> Lost:
    about = MEASURES[BY_NAME[measure]]
    effect = found.difference(WHOLE, baseline, measure)
    change = found.difference(name, WHOLE, measure)
    seen = (effect.high if about.better < 0 else -effect.low) < 0
    # Of a whole council one team is always little: what matters is how much for those it supports.
    good = seen and abs(effect.mean) > about.size.of(mine)
    return Lost(measure, about.label, effect, change, -change.mean / effect.mean if good else None)

"""What every measure of young people comes to in one arm: of those services ever support, and of all others."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, Final

import numpy as np

from agents.population import Population
from scenarios.statistics import windowed
from scenarios.whom.moments import moments_of
from scenarios.whom.splits import Split
from scenarios.whom.tallied import Followed, values_of
from simulation.discover import model_rules
from simulation.kinds import Kind
from simulation.outcomes import readings
from simulation.outcomes.logged import Events
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES
from simulation.outcomes.snapshot import People
from simulation.runner.spec import ArmResult

#: The two groups, in the order of their codes.
GROUPS: Final = ("supported", "others")
#: Cells that say what services do, not how young people fare: without services nobody is in one.
_WITH_SERVICES: Final = frozenset(("waiting_for_support", "supported"))
_ON_31_MARCH: Final = frozenset(field.name for field in fields(People))


def of_young_people(read: Any) -> bool:
    """Return whether a reading says how young people fare: not carers, prices or services."""
    match read:
        case readings.Events(names=names):
            people = {one.name for one in model_rules().of_kind(Kind.YOUNG_PERSON)}
            return all(name.split("/")[0] in people for name in names)
        case readings.Inside(cells=cells):
            return not set(cells) & _WITH_SERVICES
        case readings.LookedUp(name=name):
            return name in _ON_31_MARCH
        case readings.PerChild(part=part, whole=whole):
            return of_young_people(part) and of_young_people(whole)
        case readings.PriceOf():
            return False
        case _:
            return True


def of_services(measure: Measure) -> bool:
    """Return whether a measure counts what services do with their members."""
    match measure.read:
        case readings.Events(names=names):
            ways = {one.name for one in model_rules().of_kind(Kind.ENROLMENT)}
            return all(name.split("/")[0] in ways for name in names)
        case readings.Inside(cells=cells):
            return bool(set(cells) & _WITH_SERVICES)
        case _:
            return False


def met_by(
    population: Population,
    parameters: Any,
    events: Events,
    first: Any,
    marches: Sequence[People],
    result: ArmResult,
    supported: Any,
) -> dict[str, dict[str, float]]:
    """Return what each measure of young people comes to over the horizon.

    Parameters
    ----------
    population, parameters, events, first, marches, result
        Of the arm: as the run left it, its log, everybody's first cells, whom each 31 March counts,
        and what it reported.
    supported
        Uids of those whom the scenario's services ever support.

    Returns
    -------
    dict
        By measure: of `supported` and of `others`; of money also what `services` themselves cost.
    """
    codes = (~np.isin(population.young_people.uid, supported)).astype(np.int64)
    moments = moments_of(population, events, first)
    arm = Followed(population, parameters, moments, marches)
    values = values_of(arm, Split("supported", "Supported", GROUPS, codes))
    found = {}
    for i, measure in enumerate(MEASURES):
        if not of_young_people(measure.read):
            continue
        own = windowed(values[:, i], measure.kind)[:, -1]
        found[measure.name] = dict(zip(GROUPS, own.tolist(), strict=True))
        if measure.kind == "money":
            found[measure.name]["services"] = float(result.values[i].sum() - own.sum())
    return found

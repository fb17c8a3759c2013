"""Which way services push what measures count, whom they ever supported, and what led to their own places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member, Placement
from scenarios.funnel.by_support import of_young_people
from scenarios.funnel.spells import Ways
from simulation.discover import model_rules
from simulation.outcomes import readings
from simulation.outcomes.cells import PLACEMENT_CELLS
from simulation.outcomes.logged import Events, has
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES
from simulation.runner.spec import ReplicateTask
from simulation.services.declaration import Sort
from simulation.services.opened import programmes

Bools = NDArray[np.bool_]

#: Cells of places that belong to a service.
OWN_PLACES: Final = tuple(
    PLACEMENT_CELLS[kind - 1] for kind in (Placement.SERVICE_BED, Placement.SERVICE_FAMILY)
)


def own_places(events: Events) -> dict[str, int]:
    """Return how many events that each measure counts led into or out of services' own places."""
    found = {}
    for measure, names in _counting():
        own = events.of(*names)
        here = np.zeros(own.times.size, np.bool_)
        for cell in OWN_PLACES:
            here |= has(own.before, cell) | has(own.after, cell)
        found[measure.name] = int(here.sum())
    return found


@dataclass(frozen=True)
class Aim:
    """Say which way services push what a measure counts, +1 or -1, and by which processes."""

    way: int
    processes: frozenset[str]


def aims_of(task: ReplicateTask) -> dict[str, Aim]:
    """Return which way the services of a task's scenario push what measures count.

    What several services, or several processes, push to both sides is left out. Values that are drawn
    may push either way: ask with central ones.
    """
    arm = task.arms[1]
    opened = programmes(model_rules(), arm.interventions, task.parameters)
    ways: dict[str, set[int]] = {}
    for site in (site for one in opened if one.sort is Sort.SERVICE for site in one.sites):
        for lever, (ratio, _) in site.ratios.items():
            ways.setdefault(lever, set()).add((ratio > 1.0) - (ratio < 1.0))
        for option, (odds, _) in site.log_odds.items():
            ways.setdefault(option, set()).add((odds > 0.0) - (odds < 0.0))
    found = {}
    for measure, names in _counting():
        # How an event turns out may be pushed apart from whether it happens at all.
        each = {part for name in names for part in (name, name.split("/")[0])}
        acted = {one: ways.get(one, set()) - {0} for one in each}
        signs = set().union(*acted.values())
        if len(signs) == 1:
            pushed = frozenset(one.split("/")[0] for one in acted if acted[one])
            found[measure.name] = Aim(signs.pop(), pushed)
    return found


def _counting() -> Iterator[tuple[Measure, tuple[str, ...]]]:
    """Yield the measures that count events of young people, with the names of the events."""
    for measure in MEASURES:
        if isinstance(measure.read, readings.Events) and of_young_people(measure.read):
            yield measure, measure.read.names


def supported_people(population: Any, ways: Ways) -> Bools:
    """Return which young people were ever supported, themselves or through their family."""
    people, rows = population.young_people, population.enrolments
    found = np.zeros(people.size, np.bool_)
    families = set()
    for spell in ways.spells:
        if not spell.was_supported:
            continue
        member, of = int(rows.member[spell.enrolment]), rows.of[spell.enrolment]
        if of == Member.YOUNG_PERSON:
            found[member] = True
        elif of in (Member.FAMILY, Member.MOTHER):
            families.add(member)
    return np.asarray(found | np.isin(people.family, list(families)))

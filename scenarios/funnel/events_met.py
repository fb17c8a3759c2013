"""To whom the events that services act on happened: those they ever supported, or others."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member, Placement
from scenarios.funnel.spells import Ways
from simulation.discover import model_rules
from simulation.kinds import Kind
from simulation.outcomes import readings
from simulation.outcomes.cells import PLACEMENT_CELLS
from simulation.outcomes.logged import Events, has
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES

Bools = NDArray[np.bool_]

#: Cells of places that belong to a service.
OWN_PLACES: Final = tuple(
    PLACEMENT_CELLS[kind - 1] for kind in (Placement.SERVICE_BED, Placement.SERVICE_FAMILY)
)


@dataclass(frozen=True)
class Met:
    """Hold whom the scenario's services ever supported, by uid, and what they act on.

    Attributes
    ----------
    uids
        Of young people supported at some time, themselves or through their family.
    aims
        For each measure that counts what services act on: +1 when they aim at more, -1 at fewer.
    """

    uids: Any
    aims: dict[str, int]


def met_by(population: Any, ways: Ways) -> Met:
    """Return whom services of a run met, and what they aim at."""
    uids = population.young_people.uid[supported_people(population, ways)]
    return Met(uids, aims_of(population))


def events_of_measures(met: Met, events: Events, uids: Any) -> dict[str, dict[str, int]]:
    """Return how often what each measure counts happened in one arm, and to whom.

    Parameters
    ----------
    met
        Whom the scenario's services met, and what they aim at.
    events, uids
        The arm's log, and the uid of each of its young people.

    Returns
    -------
    dict
        By measure: to those ever `supported`, to `others`, and, among all, into or out of services'
        `own_places`.
    """
    found = {}
    for measure, names in _counting(met.aims):
        own = events.of(*names)
        here = np.zeros(own.times.size, np.bool_)
        for cell in OWN_PLACES:
            here |= has(own.before, cell) | has(own.after, cell)
        supported = np.isin(uids[own.rows], met.uids)
        found[measure.name] = {
            "supported": int(supported.sum()),
            "others": int((~supported).sum()),
            "own_places": int(here.sum()),
        }
    return found


def aims_of(population: Any) -> dict[str, int]:
    """Return what services aim at, for measures that count events of young people they act on.

    What several services, or several processes, push to both sides has no aim.
    """
    ways = _pushed(population)
    found = {}
    for measure, names in _counting():
        signs = {ways[name.split("/")[0]] for name in names if name.split("/")[0] in ways}
        if len(signs) == 1 and signs != {0}:
            found[measure.name] = signs.pop()
    return found


def _pushed(population: Any) -> dict[str, int]:
    """Return which way services push each process they act on: +1, -1, or 0 for both."""
    services = population.services[population.practices :]
    found = {}
    for lever, name in enumerate(model_rules().levers):
        signs = {int(s) for s in np.sign(np.log(services.ratio[:, lever])) if s != 0}
        if signs:
            found[name] = signs.pop() if len(signs) == 1 else 0
    return found


def _counting(wanted: Any = None) -> Iterator[tuple[Measure, tuple[str, ...]]]:
    """Yield the measures that count events of young people, with the names of the events."""
    people = {one.name for one in model_rules().of_kind(Kind.YOUNG_PERSON)}
    for measure in MEASURES:
        read = measure.read
        if not isinstance(read, readings.Events) or (
            wanted is not None and measure.name not in wanted
        ):
            continue
        if all(name.split("/")[0] in people for name in read.names):
            yield measure, read.names


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

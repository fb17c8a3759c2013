"""Where those whom services supported live when support ends, and 12 and 24 months on, in both arms.

The moments are those at which support ended with the services; where the same young people lived
at the same moments without them is read from the other arm.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import ADULTHOOD, ONE_YEAR
from scenarios.whom.moments import Moments
from scenarios.whom.tallied import Followed
from simulation.discover import model_rules
from simulation.outcomes.cells import INDEX
from simulation.outcomes.chosen import chosen
from simulation.outcomes.event_names import EXIT_PROCESSES
from simulation.outcomes.logged import has, placement_of

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]

#: How long after support has ended, in years, and how that is said.
LATER: Final = {
    0.0: "when support ends",
    ONE_YEAR: "12 months on",
    2 * ONE_YEAR: "24 months on",
}
OWN, KIN, FOSTER, HOME, SUPPORTED, ELSEWHERE, GROWN = (
    "own_family",
    "kin_or_adopted",
    "foster_family",
    "childrens_home",
    "supported",
    "elsewhere",
    "grown_up",
)
#: Where somebody may live, and how that is said; the first three are a family.
PLACES: Final = {
    OWN: "with their own family",
    KIN: "with kin or adopters",
    FOSTER: "with foster carers",
    HOME: "in a children's home or another residential place",
    SUPPORTED: "in supported accommodation, lodgings or on their own",
    ELSEWHERE: "somewhere that is not followed",
    GROWN: "18 or over",
}
FAMILY: Final = (OWN, KIN, FOSTER)
_INDEX: Final = {name: k for k, name in enumerate(PLACES)}
#: Where those looked after live, by kind of placement; other kinds are homes.
_PLACED: Final = {
    Placement.FOSTER_IN_HOUSE: FOSTER,
    Placement.FOSTER_AGENCY: FOSTER,
    Placement.SERVICE_FAMILY: FOSTER,
    Placement.KINSHIP: KIN,
    Placement.ADOPTION: KIN,
    Placement.PARENTS: OWN,
    Placement.SUPPORTED: SUPPORTED,
    Placement.LODGINGS: SUPPORTED,
}
#: Where those live who have left care, by how; everybody else is with their own family.
_LEFT: Final = {
    "kinship_order": KIN,
    "adoption": KIN,
    "leaving_otherwise/independence_first_in_year": SUPPORTED,
    "leaving_otherwise/independence_again_in_year": SUPPORTED,
    "leaving_otherwise/other_first_in_year": ELSEWHERE,
    "leaving_otherwise/other_again_in_year": ELSEWHERE,
    "national_transfer": ELSEWHERE,
}


def after_support(baseline: Followed, scenario: Followed) -> Ints:
    """Return where those whom the scenario's services supported live after it, in both arms.

    Whoever is supported again meanwhile counts once for each time it ended.

    Returns
    -------
    numpy.ndarray
        How many lived where, shape (arms, moments of `LATER`, places of `PLACES`).
    """
    persons, ended = _ends(scenario.moments)
    rows = same_people(baseline, scenario, persons)
    found = np.zeros((2, len(LATER), len(PLACES)), np.int64)
    for k, later in enumerate(LATER):
        times = ended + later
        seen = (times < scenario.years) & (rows >= 0)
        for arm, (one, who) in enumerate(((baseline, rows), (scenario, persons))):
            places = where_they_live(one, who[seen], times[seen])
            found[arm, k] = np.bincount(places, minlength=len(PLACES))
    return found


def where_they_live(arm: Followed, persons: Ints, times: Floats) -> Ints:
    """Return where some young people live right after some moments: places of `PLACES` by number."""
    moments = arm.moments
    cells = moments.cells_at(persons, times)
    cared = has(cells, "looked_after")
    kinds = np.full(max(Placement) + 1, _INDEX[HOME])
    for kind, place in _PLACED.items():
        kinds[kind] = _INDEX[place]
    exits = np.flatnonzero(_are(moments, *EXIT_PROCESSES))
    last = moments.last_before(persons, times, exits)
    routes = np.append(_routes()[moments.what], _INDEX[OWN])[last]
    found = np.where(cared, kinds[placement_of(cells)], routes)
    born = arm.population.young_people["born"][persons]
    return np.where(times - born >= ADULTHOOD, _INDEX[GROWN], found)


def _ends(moments: Moments) -> tuple[Ints, Floats]:
    """Return whose support ended and when: nobody supports them any more."""
    changes = moments.changes
    over = (changes.cells == INDEX["supported"]) & (changes.signs < 0)
    return changes.persons[over], changes.times[over]


def same_people(baseline: Followed, scenario: Followed, persons: Ints) -> Ints:
    """Return the rows of the same young people in the other arm; -1 for who is not there."""
    there: Any = baseline.population.young_people["uid"]
    order = np.argsort(there)
    wanted = scenario.population.young_people["uid"][persons]
    place = np.searchsorted(there, wanted, sorter=order).clip(max=there.size - 1)
    rows = order[place]
    return np.where(there[rows] == wanted, rows, -1)


def _are(moments: Moments, *names: str) -> NDArray[np.bool_]:
    return np.asarray(chosen(model_rules(), names)[moments.what])


def _routes() -> Ints:
    """Return where each outcome of the model leaves those who leave care."""
    rules = model_rules()
    routes = np.full(len(rules.outcome_names), _INDEX[OWN])
    for name, place in _LEFT.items():
        routes[chosen(rules, (name,))] = _INDEX[place]
    return routes

"""Whom a 31 March counts: looked after by age, kind of placement, inside the area or not; and places."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import KINDS, Placement, Status
from agents.lengths import AGE_EDGES
from simulation.bands import SLACK

type Floats = NDArray[np.float64]

#: Ages as England publishes them.
AGES: Final = ("Under 1", "1 to 4", "5 to 9", "10 to 15", "16 and 17")
#: Kinds as planners speak of them, and the placements of each.
GROUPS: Final[dict[str, tuple[Placement, ...]]] = {
    "foster_in_house": (Placement.FOSTER_IN_HOUSE,),
    "foster_agency": (Placement.FOSTER_AGENCY,),
    "kinship": (Placement.KINSHIP,),
    "childrens_home": (Placement.CHILDRENS_HOME,),
    "supported": (Placement.SUPPORTED, Placement.LODGINGS),
    "with_parents": (Placement.PARENTS,),
    "adoption": (Placement.ADOPTION,),
    "other": (
        Placement.OTHER_RESIDENTIAL,
        Placement.OTHER,
        Placement.SERVICE_BED,
        Placement.SERVICE_FAMILY,
    ),
}
CALLED: Final = {
    "foster_in_house": "The council's own foster carers",
    "foster_agency": "Agency foster carers",
    "kinship": "Kinship foster carers",
    "childrens_home": "Children's homes",
    "supported": "Supported accommodation and lodgings",
    "with_parents": "Placed with parents",
    "adoption": "Placed for adoption",
    "other": "Other, secure and residential schools included",
}
#: Groups of whose kinds the places are known.
WITH_PLACES: Final = ("foster_in_house", "foster_agency", "childrens_home", "supported")


@dataclass(frozen=True, eq=False)
class March:
    """Hold one 31 March.

    Attributes
    ----------
    children
        Looked after by age, group of placement and whether outside the area, shape (ages, groups, 2).
    places
        Places with providers, by group of `WITH_PLACES`, shape (groups with places,).
    """

    children: Floats
    places: Floats


_GROUP_OF: Final = np.zeros(KINDS, np.int64)
for _number, _kinds in enumerate(GROUPS.values()):
    _GROUP_OF[list(_kinds)] = _number


def march(population: Any, now: float) -> March:
    """Count a population at a moment in years from the start."""
    people = population.young_people
    there = np.flatnonzero(people["status"] == Status.LOOKED_AFTER)
    born = people["born"][there]
    ages = (now - born[:, None] >= np.asarray(AGE_EDGES) - SLACK).sum(axis=1)
    groups = _GROUP_OF[people["placement"][there]]
    outside = people["outside"][there].astype(np.int64)
    shape = (len(AGES), len(GROUPS), 2)
    place = np.ravel_multi_index((ages, groups, outside), shape)
    children = np.bincount(place, minlength=int(np.prod(shape))).reshape(shape).astype(float)
    markets = population.markets["places"]
    places = [float(markets[list(GROUPS[name])].sum()) for name in WITH_PLACES]
    return March(children, np.array(places))

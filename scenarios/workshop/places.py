"""The places of the system map: where a young person can be, as a room sees it."""

from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from simulation.outcomes.cells import INDEX

type Ints = NDArray[np.int64]


class Place(StrEnum):
    """Name a place of the map, in the order in which they are shown."""

    HOME = "home"
    EDGE = "edge_of_care"
    SERVICE = "service"
    FOSTER = "foster"
    KIN = "kin"
    HOMES = "homes"
    SUPPORTED = "supported"
    ELSEWHERE = "elsewhere"
    LEFT = "left"
    #: Nobody is counted there: not open to services, or not any more.
    BEYOND = "beyond"


PLACES: Final = tuple(Place)
#: Those of the map.
SHOWN: Final = tuple(place for place in Place if place is not Place.BEYOND)

LABELS: Final = {
    Place.HOME: "at home, in need",
    Place.EDGE: "at home, on the edge of care",
    Place.SERVICE: "in a service's own home or family",
    Place.FOSTER: "in a foster family",
    Place.KIN: "with relatives or friends as foster carers",
    Place.HOMES: "in a children's home",
    Place.SUPPORTED: "in supported accommodation or lodgings",
    Place.ELSEWHERE: "looked after elsewhere",
    Place.LEFT: "left care",
    Place.BEYOND: "not open to services",
}

#: Cells of the model in each place. Elsewhere: with parents under an order, with adopters, where
#: nobody is registered, or another placement.
CELLS_OF: Final = {
    Place.HOME: ("in_need",),
    Place.EDGE: ("edge_of_care",),
    Place.SERVICE: ("service_bed", "service_family"),
    Place.FOSTER: ("foster_in_house", "foster_agency"),
    Place.KIN: ("kinship",),
    Place.HOMES: ("childrens_home", "secure_or_other_residential"),
    Place.SUPPORTED: ("supported_accommodation", "supported_lodgings"),
    Place.ELSEWHERE: ("with_parents", "placed_for_adoption", "other_placement"),
    Place.LEFT: ("care_leaver", "left_care"),
}
_BITS: Final = {place: sum(1 << INDEX[cell] for cell in cells) for place, cells in CELLS_OF.items()}


def place_of(cells: Any) -> Ints:
    """Return the place that cells (bits of `simulation.outcomes.cells`) are in, by its number in `PLACES`.

    Whoever is in no place of the map is beyond it.
    """
    found = np.full(np.shape(cells), PLACES.index(Place.BEYOND), np.int64)
    for place, bits in _BITS.items():
        found[np.asarray(cells) & bits != 0] = PLACES.index(place)
    return found

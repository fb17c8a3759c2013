"""Carers and homes, and children in need."""

from typing import Final

from agents.codes import Placement
from simulation.outcomes import sizes
from simulation.outcomes.measure import Measure, children
from simulation.outcomes.readings import Events, Inside, LookedUp, PriceOf


def empty(name: str, label: str, whose: str) -> Measure:
    """Return the share of one kind's places that is empty."""
    about = f"Of all places with {whose}, those free on 31 March; 0 where there are none."
    return Measure(name, label, "share of places", "share", 0, sizes.EMPTY, about, LookedUp(name))


SUPPLY: Final[tuple[Measure, ...]] = (
    Measure(
        "carer_exits",
        "Carers leaving",
        "carers and homes",
        "flow",
        -1,
        sizes.CARERS,
        "Fostering households and homes that closed in the year, kin left out.",
        Events("carer_exit/carer"),
    ),
    Measure(
        "carer_joins",
        "Carers joining",
        "carers and homes",
        "flow",
        1,
        sizes.CARERS,
        "Fostering households and homes that opened in the year.",
        Events("carer_opening"),
    ),
    Measure(
        "vacant_places",
        "Vacant places",
        "places",
        "stock",
        0,
        sizes.VACANT,
        "Free places with carers and homes on 31 March, kin and services left out.",
        LookedUp("vacant_places"),
    ),
    empty(
        "empty_foster_in_house",
        "Empty places with the council's foster carers",
        "the council's own foster carers",
    ),
    empty("empty_foster_agency", "Empty places with agency foster carers", "agency foster carers"),
    empty("empty_homes", "Empty places in children's homes", "children's homes"),
    empty("empty_supported", "Empty places in supported accommodation", "supported accommodation"),
    Measure(
        "homes_price",
        "Price of a place in a children's home",
        "of the base year's",
        "share",
        -1,
        sizes.PRICE,
        "Mean of the year, real, over the base year's.",
        PriceOf(Placement.CHILDRENS_HOME),
    ),
    children(
        "children_in_need",
        "Children in need (31 March)",
        "stock",
        0,
        sizes.NEED,
        "In need and not looked after, edge of care included.",
        Inside("in_need", "edge_of_care"),
    ),
    children(
        "edge_of_care",
        "On the edge of care (31 March)",
        "stock",
        0,
        sizes.EDGE,
        "Children in need on the edge of care.",
        Inside("edge_of_care"),
    ),
)

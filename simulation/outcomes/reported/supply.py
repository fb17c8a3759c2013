"""Carers and homes, and children in need."""

from typing import Final

from simulation.outcomes import sizes
from simulation.outcomes.measure import Measure, children
from simulation.outcomes.readings import Events, Inside, LookedUp

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

"""Coming into care and leaving it."""

from typing import Final

from simulation.outcomes import sizes
from simulation.outcomes.event_names import CEASES, INDEPENDENT, OTHERWISE, SOON, STARTS
from simulation.outcomes.measure import Measure, children
from simulation.outcomes.readings import Events, Inside, TimeInside

CARE: Final[tuple[Measure, ...]] = (
    children(
        "care_entries",
        "Care entries",
        "flow",
        -1,
        sizes.ENTRIES,
        "Children starting to be looked after; first start in the year only.",
        Events(*STARTS),
    ),
    children(
        "reentries_12m",
        "Re-entries within 12 months",
        "flow",
        -1,
        sizes.ENTRIES,
        "Starts within a year of the same child leaving care.",
        Events(*SOON),
    ),
    children(
        "children_looked_after",
        "Children looked after (31 March)",
        "stock",
        -1,
        sizes.IN_CARE,
        "Children looked after on 31 March.",
        Inside("looked_after"),
    ),
    Measure(
        "weeks_in_care",
        "Weeks in care",
        "child-weeks",
        "time",
        -1,
        sizes.WEEKS,
        "Exact time looked after in the year, all children.",
        TimeInside("looked_after"),
    ),
    children(
        "exits",
        "Children leaving care",
        "flow",
        0,
        sizes.EXITS,
        "Children ceasing to be looked after; last cease in the year only.",
        Events(*CEASES),
    ),
    children(
        "exits_home",
        "Returned home",
        "flow",
        0,
        sizes.ROUTES,
        "Left care to parents or relatives.",
        Events("going_home/first_in_year"),
    ),
    children(
        "exits_kinship_order",
        "Left to a kinship order",
        "flow",
        0,
        sizes.ROUTES,
        "Special guardianship or child arrangements order.",
        Events("kinship_order/first_in_year"),
    ),
    children(
        "exits_adopted",
        "Adopted",
        "flow",
        0,
        sizes.ROUTES,
        "Left care by adoption.",
        Events("adoption/first_in_year"),
    ),
    children(
        "exits_aged_out",
        "Turned 18 in care",
        "flow",
        0,
        sizes.ADULTS,
        "Left care at the 18th birthday.",
        Events("ageing_out/first_in_year"),
    ),
    children(
        "exits_independent",
        "Left to independence before 18",
        "flow",
        0,
        sizes.ROUTES,
        "Aged 16-17, to independent living.",
        Events(INDEPENDENT),
    ),
    children(
        "exits_other",
        "Left for another reason",
        "flow",
        0,
        sizes.ROUTES,
        "Care taken by another authority, age assessment, custody, moved abroad, died, other.",
        Events(OTHERWISE, "national_transfer/first_in_year"),
    ),
)

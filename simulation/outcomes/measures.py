"""The list of everything a run reports: one line a measure, in the order of every table."""

from dataclasses import dataclass
from typing import Literal

from simulation.outcomes import sizes
from simulation.outcomes.sizes import Size

Kind = Literal["flow", "stock", "share", "money", "time"]


@dataclass(frozen=True)
class Measure:
    """Describe one reported figure.

    `kind` says how years combine: flows, money and time add up; stocks and shares are the value
    at the window's end. `better` is -1 when less is better, +1 when more is, 0 when neither.
    `size` is what a difference must exceed to matter.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    better: int
    size: Size
    about: str


def _children(name: str, label: str, kind: Kind, better: int, size: Size, about: str) -> Measure:
    return Measure(name, label, "children", kind, better, size, about)


def _pounds(name: str, label: str, better: int, size: Size, about: str) -> Measure:
    return Measure(name, label, "£", "money", better, size, about)


EPISODES, REFERRALS = "episodes", "referrals"

MEASURES: tuple[Measure, ...] = (
    _children(
        "care_entries",
        "Care entries",
        "flow",
        -1,
        sizes.ENTRIES,
        "Children starting to be looked after; first start in the year only.",
    ),
    _children(
        "reentries_12m",
        "Re-entries within 12 months",
        "flow",
        -1,
        sizes.ENTRIES,
        "Starts within a year of the same child leaving care.",
    ),
    _children(
        "children_looked_after",
        "Children looked after (31 March)",
        "stock",
        -1,
        sizes.IN_CARE,
        "Children looked after on 31 March.",
    ),
    Measure(
        "weeks_in_care",
        "Weeks in care",
        "child-weeks",
        "time",
        -1,
        sizes.WEEKS,
        "Exact time looked after in the year, all children.",
    ),
    _children(
        "exits",
        "Children leaving care",
        "flow",
        0,
        sizes.EXITS,
        "Children ceasing to be looked after; last cease in the year only.",
    ),
    _children(
        "exits_home",
        "Returned home",
        "flow",
        0,
        sizes.ROUTES,
        "Left care to parents or relatives.",
    ),
    _children(
        "exits_kinship_order",
        "Left to a kinship order",
        "flow",
        0,
        sizes.ROUTES,
        "Special guardianship or child arrangements order.",
    ),
    _children("exits_adopted", "Adopted", "flow", 0, sizes.ROUTES, "Left care by adoption."),
    _children(
        "exits_aged_out",
        "Turned 18 in care",
        "flow",
        0,
        sizes.ADULTS,
        "Left care at the 18th birthday.",
    ),
    _children(
        "exits_independent",
        "Left to independence before 18",
        "flow",
        0,
        sizes.ROUTES,
        "Aged 16-17, to independent living.",
    ),
    _children(
        "exits_other",
        "Left for another reason",
        "flow",
        0,
        sizes.ROUTES,
        "Care taken by another authority, age assessment, custody, moved abroad, died, other.",
    ),
    Measure(
        "placement_moves",
        "Placement moves",
        "moves",
        "flow",
        -1,
        sizes.MOVES,
        "Changes of placement while looked after, status-only changes left out.",
    ),
    Measure(
        "new_placements",
        "Placements started",
        "placements",
        "flow",
        0,
        sizes.STARTED,
        "First placements and moves, as counted in the national tables.",
    ),
    Measure(
        "placement_breakdowns",
        "Placement breakdowns",
        "moves",
        "flow",
        -1,
        sizes.BREAKDOWNS,
        "Placements ended unplanned, at the carer's or child's request.",
    ),
    _children(
        "three_plus_placements",
        "Three or more placements in the year",
        "stock",
        -1,
        sizes.UNSETTLED,
        "Looked after on 31 March with three or more placements in the year.",
    ),
    Measure(
        "share_three_plus",
        "Share with three or more placements",
        "share of looked after",
        "share",
        -1,
        sizes.UNSETTLED_SHARE,
        "Of children looked after on 31 March.",
    ),
    Measure(
        "missing_episodes",
        "Missing episodes",
        EPISODES,
        "flow",
        -1,
        sizes.EPISODES,
        "Episodes of going missing from care that began in the year.",
    ),
    Measure(
        "missing_episodes_recorded",
        "Missing episodes as recorded",
        EPISODES,
        "flow",
        -1,
        sizes.EPISODES,
        "What the return would show; differs from the truth under changed recording.",
    ),
    _children(
        "children_missing",
        "Children who went missing",
        "flow",
        -1,
        sizes.MISSING,
        "Children missing at least once in the year.",
    ),
    _children(
        "out_of_authority",
        "Placed outside the authority",
        "stock",
        -1,
        sizes.OUTSIDE,
        "Looked after on 31 March in a placement outside the council's boundary.",
    ),
    _children(
        "over_20_miles",
        "Placed over 20 miles from home",
        "stock",
        -1,
        sizes.FAR,
        "Looked after on 31 March more than 20 miles from home.",
    ),
    _children(
        "foster_placements",
        "In foster placements",
        "stock",
        0,
        sizes.FOSTERED,
        "On 31 March, kinship fostering included.",
    ),
    _children(
        "kinship_placements",
        "In kinship fostering",
        "stock",
        0,
        sizes.FOSTERED,
        "On 31 March, fostered by a relative or friend.",
    ),
    _children(
        "childrens_home_placements",
        "In children's homes",
        "stock",
        -1,
        sizes.IN_HOMES,
        "On 31 March, secure homes included.",
    ),
    _children(
        "supported_placements",
        "In supported accommodation",
        "stock",
        0,
        sizes.SUPPORTED,
        "On 31 March, semi-independent and supported accommodation.",
    ),
    _children(
        "service_placements",
        "In services' own beds and families",
        "stock",
        0,
        sizes.SERVICE,
        "On 31 March, in beds and foster families that services bring.",
    ),
    _children(
        "parents_placements",
        "Placed with parents",
        "stock",
        0,
        sizes.WITH_PARENTS,
        "On 31 March, under a care order with parents.",
    ),
    Measure(
        "arrests",
        "Arrests",
        "arrests",
        "flow",
        -1,
        sizes.JUSTICE,
        "Arrests of young people in need or in care aged 10-17.",
    ),
    Measure(
        "charges", "Charges", "charges", "flow", -1, sizes.JUSTICE, "Arrests that led to a charge."
    ),
    _children(
        "substance_problem",
        "Young people with a substance problem",
        "stock",
        -1,
        sizes.SUBSTANCE,
        "Looked after or on the edge of care, aged 10-17, on 31 March.",
    ),
    _children(
        "neet_16_17",
        "NEET, 16-17",
        "stock",
        -1,
        sizes.IDLE,
        "Looked after, aged 16-17, not in education, employment or training.",
    ),
    _children(
        "neet_18_20",
        "NEET, 18-20",
        "stock",
        -1,
        sizes.IDLE,
        "Care leavers aged 18-20, not in education, employment or training.",
    ),
    Measure(
        "service_referrals",
        "Referrals to services",
        REFERRALS,
        "flow",
        0,
        sizes.SERVICE,
        "Referrals made to services.",
    ),
    Measure(
        "service_accepted",
        "Referrals accepted",
        REFERRALS,
        "flow",
        0,
        sizes.SERVICE,
        "Referrals that services took on.",
    ),
    _children(
        "waiting_for_services",
        "Waiting for a service",
        "stock",
        -1,
        sizes.SERVICE,
        "Accepted and waiting on 31 March.",
    ),
    _children(
        "supported_by_services",
        "Supported by a service",
        "stock",
        0,
        sizes.SERVICE,
        "Being supported on 31 March.",
    ),
    _children(
        "service_dropouts",
        "Support ended early",
        "flow",
        -1,
        sizes.SERVICE,
        "Young people who dropped out of support.",
    ),
    Measure(
        "carer_exits",
        "Carers leaving",
        "carers and homes",
        "flow",
        -1,
        sizes.CARERS,
        "Fostering households and homes that closed in the year, kin left out.",
    ),
    Measure(
        "carer_joins",
        "Carers joining",
        "carers and homes",
        "flow",
        1,
        sizes.CARERS,
        "Fostering households and homes that opened in the year.",
    ),
    Measure(
        "vacant_places",
        "Vacant places",
        "places",
        "stock",
        0,
        sizes.VACANT,
        "Free places with carers and homes on 31 March, kin and services left out.",
    ),
    _children(
        "children_in_need",
        "Children in need (31 March)",
        "stock",
        0,
        sizes.NEED,
        "In need and not looked after, edge of care included.",
    ),
    _children(
        "edge_of_care",
        "On the edge of care (31 March)",
        "stock",
        0,
        sizes.EDGE,
        "Children in need on the edge of care.",
    ),
    _pounds(
        "cost_council",
        "Cost to the council",
        -1,
        sizes.BUDGET,
        "Placements, social work and process costs, services included.",
    ),
    _pounds(
        "cost_police",
        "Cost to the police",
        -1,
        sizes.PAYER,
        "Missing investigations and arrests.",
    ),
    _pounds(
        "cost_nhs",
        "Cost to the NHS",
        -1,
        sizes.PAYER,
        "Mental health and substance misuse care.",
    ),
    _pounds(
        "cost_youth_justice",
        "Cost to youth justice",
        -1,
        sizes.PAYER,
        "First-time entrants and charges.",
    ),
    _pounds(
        "cost_services_gross",
        "Cost of services, gross",
        0,
        sizes.BUDGET,
        "Everything that services and practices cost.",
    ),
    _pounds(
        "cost_services_incremental",
        "Cost of services, incremental",
        0,
        sizes.BUDGET,
        "Gross less the homes and budgets they replace.",
    ),
    _pounds(
        "cost_placements",
        "Placement spending, services aside",
        -1,
        sizes.BUDGET,
        "What placements cost the council; a fall is a cost avoided.",
    ),
    _pounds(
        "cost_placements_cashable",
        "Placement spending a budget could give up",
        -1,
        sizes.BUDGET,
        "The part bought from others that can be cashed; a fall is a cashable saving.",
    ),
    _pounds(
        "cost_total",
        "Total cost, all payers, discounted",
        -1,
        sizes.BUDGET,
        "Discounted to the first year, real prices of the named year.",
    ),
)

#: Names of the weekly columns kept for charts, children unless the name says otherwise.
WEEKLY: tuple[str, ...] = (
    "children_looked_after",
    "foster_placements",
    "kinship_placements",
    "childrens_home_placements",
    "supported_placements",
    "service_placements",
    "parents_placements",
    "out_of_authority",
    "over_20_miles",
    "missing_now",
    "children_in_need",
    "edge_of_care",
    "waiting_for_services",
    "supported_by_services",
    "neet_16_17",
    "neet_18_20",
    "care_entries",
    "exits",
    "placement_moves",
    "missing_episodes",
)

BY_NAME = {measure.name: i for i, measure in enumerate(MEASURES)}

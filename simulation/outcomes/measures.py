"""The list of everything a run reports: one line a measure, in the order of every table."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["flow", "stock", "share", "money", "time"]


@dataclass(frozen=True)
class Measure:
    """Describe one reported figure.

    `kind` says how years combine: flows, money and time add up; stocks and shares are the value
    at the window's end. `better` is -1 when less is better, +1 when more is, 0 when neither.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    better: int
    about: str


def _m(name: str, label: str, unit: str, kind: Kind, better: int, about: str) -> Measure:
    return Measure(name, label, unit, kind, better, about)


CHILDREN, EPISODES, POUNDS = "children", "episodes", "£"

MEASURES: tuple[Measure, ...] = (
    _m(
        "care_entries",
        "Care entries",
        CHILDREN,
        "flow",
        -1,
        "Children starting to be looked after; first start in the year only.",
    ),
    _m(
        "reentries_12m",
        "Re-entries within 12 months",
        CHILDREN,
        "flow",
        -1,
        "Starts within a year of the same child leaving care.",
    ),
    _m(
        "children_looked_after",
        "Children looked after (31 March)",
        CHILDREN,
        "stock",
        -1,
        "Children looked after on 31 March.",
    ),
    _m(
        "weeks_in_care",
        "Weeks in care",
        "child-weeks",
        "time",
        -1,
        "Exact time looked after in the year, all children.",
    ),
    _m(
        "exits",
        "Children leaving care",
        CHILDREN,
        "flow",
        0,
        "Children ceasing to be looked after; last cease in the year only.",
    ),
    _m("exits_home", "Returned home", CHILDREN, "flow", 0, "Left care to parents or relatives."),
    _m(
        "exits_kinship_order",
        "Left to a kinship order",
        CHILDREN,
        "flow",
        0,
        "Special guardianship or child arrangements order.",
    ),
    _m("exits_adopted", "Adopted", CHILDREN, "flow", 0, "Left care by adoption."),
    _m(
        "exits_aged_out",
        "Turned 18 in care",
        CHILDREN,
        "flow",
        0,
        "Left care at the 18th birthday.",
    ),
    _m(
        "exits_independent",
        "Left to independence before 18",
        CHILDREN,
        "flow",
        0,
        "Aged 16-17, to independent living.",
    ),
    _m(
        "exits_other",
        "Left for another reason",
        CHILDREN,
        "flow",
        0,
        "Care taken by another authority, age assessment, custody, moved abroad, died, other.",
    ),
    _m(
        "placement_moves",
        "Placement moves",
        "moves",
        "flow",
        -1,
        "Changes of placement while looked after, status-only changes left out.",
    ),
    _m(
        "new_placements",
        "Placements started",
        "placements",
        "flow",
        0,
        "First placements and moves, as counted in the national tables.",
    ),
    _m(
        "placement_breakdowns",
        "Placement breakdowns",
        "moves",
        "flow",
        -1,
        "Placements ended unplanned, at the carer's or child's request.",
    ),
    _m(
        "three_plus_placements",
        "Three or more placements in the year",
        CHILDREN,
        "stock",
        -1,
        "Looked after on 31 March with three or more placements in the year.",
    ),
    _m(
        "share_three_plus",
        "Share with three or more placements",
        "share of looked after",
        "share",
        -1,
        "Of children looked after on 31 March.",
    ),
    _m(
        "missing_episodes",
        "Missing episodes",
        EPISODES,
        "flow",
        -1,
        "Episodes of going missing from care that began in the year.",
    ),
    _m(
        "missing_episodes_recorded",
        "Missing episodes as recorded",
        EPISODES,
        "flow",
        -1,
        "What the return would show; differs from the truth under changed recording.",
    ),
    _m(
        "children_missing",
        "Children who went missing",
        CHILDREN,
        "flow",
        -1,
        "Children missing at least once in the year.",
    ),
    _m(
        "out_of_authority",
        "Placed outside the authority",
        CHILDREN,
        "stock",
        -1,
        "Looked after on 31 March in a placement outside the council's boundary.",
    ),
    _m(
        "over_20_miles",
        "Placed over 20 miles from home",
        CHILDREN,
        "stock",
        -1,
        "Looked after on 31 March more than 20 miles from home.",
    ),
    _m(
        "foster_placements",
        "In foster placements",
        CHILDREN,
        "stock",
        0,
        "On 31 March, kinship fostering included.",
    ),
    _m(
        "kinship_placements",
        "In kinship fostering",
        CHILDREN,
        "stock",
        0,
        "On 31 March, fostered by a relative or friend.",
    ),
    _m(
        "childrens_home_placements",
        "In children's homes",
        CHILDREN,
        "stock",
        -1,
        "On 31 March, secure homes included.",
    ),
    _m(
        "supported_placements",
        "In supported accommodation",
        CHILDREN,
        "stock",
        0,
        "On 31 March, semi-independent and supported accommodation.",
    ),
    _m(
        "hub_placements",
        "In hub beds and community families",
        CHILDREN,
        "stock",
        0,
        "On 31 March, hub beds and community foster families.",
    ),
    _m(
        "parents_placements",
        "Placed with parents",
        CHILDREN,
        "stock",
        0,
        "On 31 March, under a care order with parents.",
    ),
    _m(
        "arrests",
        "Arrests",
        "arrests",
        "flow",
        -1,
        "Arrests of young people in need or in care aged 10-17.",
    ),
    _m("charges", "Charges", "charges", "flow", -1, "Arrests that led to a charge."),
    _m(
        "substance_problem",
        "Young people with a substance problem",
        CHILDREN,
        "stock",
        -1,
        "Looked after or on the edge of care, aged 10-17, on 31 March.",
    ),
    _m(
        "neet_16_17",
        "NEET, 16-17",
        CHILDREN,
        "stock",
        -1,
        "Looked after, aged 16-17, not in education, employment or training.",
    ),
    _m(
        "neet_18_20",
        "NEET, 18-20",
        CHILDREN,
        "stock",
        -1,
        "Care leavers aged 18-20, not in education, employment or training.",
    ),
    _m("hub_referrals", "Hub referrals", CHILDREN, "flow", 0, "Referrals made to a hub."),
    _m("hub_accepted", "Hub referrals accepted", CHILDREN, "flow", 0, "Referrals the hub took on."),
    _m(
        "hub_waiting",
        "Waiting for a hub",
        CHILDREN,
        "stock",
        -1,
        "Accepted and waiting on 31 March.",
    ),
    _m("hub_supported", "Supported by a hub", CHILDREN, "stock", 0, "Being supported on 31 March."),
    _m(
        "hub_dropouts",
        "Hub support ended early",
        CHILDREN,
        "flow",
        -1,
        "Young people who dropped out of support.",
    ),
    _m(
        "carer_exits",
        "Carers leaving",
        "carers and homes",
        "flow",
        -1,
        "Fostering households and homes that closed in the year.",
    ),
    _m(
        "carer_joins",
        "Carers joining",
        "carers and homes",
        "flow",
        1,
        "Fostering households and homes that opened in the year.",
    ),
    _m(
        "vacant_places",
        "Vacant places",
        "places",
        "stock",
        0,
        "Free places with carers and homes on 31 March.",
    ),
    _m(
        "children_in_need",
        "Children in need (31 March)",
        CHILDREN,
        "stock",
        0,
        "In need and not looked after, edge of care included.",
    ),
    _m(
        "edge_of_care",
        "On the edge of care (31 March)",
        CHILDREN,
        "stock",
        0,
        "Children in need on the edge of care.",
    ),
    _m(
        "cost_council",
        "Cost to the council",
        POUNDS,
        "money",
        -1,
        "Placements, social work and process costs, hub included.",
    ),
    _m(
        "cost_police",
        "Cost to the police",
        POUNDS,
        "money",
        -1,
        "Missing investigations and arrests.",
    ),
    _m(
        "cost_nhs",
        "Cost to the NHS",
        POUNDS,
        "money",
        -1,
        "Mental health and substance misuse care.",
    ),
    _m(
        "cost_youth_justice",
        "Cost to youth justice",
        POUNDS,
        "money",
        -1,
        "First-time entrants and charges.",
    ),
    _m("cost_hub_gross", "Hub cost, gross", POUNDS, "money", 0, "Everything the hubs cost."),
    _m(
        "cost_hub_incremental",
        "Hub cost, incremental",
        POUNDS,
        "money",
        0,
        "Gross less the homes and budgets the hubs replace.",
    ),
    _m(
        "cost_total",
        "Total cost, all payers",
        POUNDS,
        "money",
        -1,
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
    "hub_placements",
    "parents_placements",
    "out_of_authority",
    "over_20_miles",
    "missing_now",
    "children_in_need",
    "edge_of_care",
    "hub_waiting",
    "hub_supported",
    "neet_16_17",
    "neet_18_20",
    "care_entries",
    "exits",
    "placement_moves",
    "missing_episodes",
)

BY_NAME = {measure.name: i for i, measure in enumerate(MEASURES)}

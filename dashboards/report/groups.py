"""The groups every table and report shows measures in."""

from collections.abc import Iterator

from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import MEASURES

#: Group title and the measures it holds, in reading order. A measure named nowhere is "Other".
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Cost and children",
        (
            "cost_council",
            "cost_total",
            "children_looked_after",
            "service_supported",
            "care_entries",
        ),
    ),
    (
        "Children",
        (
            "reentries_12m",
            "weeks_in_care",
            "exits",
            "exits_home",
            "exits_kinship_order",
            "exits_adopted",
            "exits_aged_out",
            "exits_independent",
            "exits_other",
            "children_in_need",
            "edge_of_care",
        ),
    ),
    (
        "Movement",
        (
            "placement_moves",
            "new_placements",
            "placement_breakdowns",
            "step_downs",
            "three_plus_placements",
            "share_three_plus",
            "out_of_authority",
            "over_20_miles",
            "apart_from_siblings",
            "share_apart_from_siblings",
            "in_families",
            "share_in_families",
            "foster_placements",
            "kinship_placements",
            "childrens_home_placements",
            "supported_placements",
            "service_placements",
            "unregistered_placements",
            "unregistered_weeks",
            "parents_placements",
        ),
    ),
    (
        "Going missing and exploitation",
        (
            "missing_episodes",
            "missing_episodes_recorded",
            "children_missing",
            "exploitation_starts",
        ),
    ),
    ("Outcomes", ("arrests", "charges", "substance_problem", "neet_16_17", "neet_18_20")),
    (
        "Services",
        ("service_referrals", "service_accepted", "service_waiting", "service_dropouts"),
    ),
    (
        "Capacity",
        (
            "carer_exits",
            "carer_joins",
            "vacant_places",
            "empty_foster_in_house",
            "empty_foster_agency",
            "empty_homes",
            "empty_supported",
            "homes_price",
        ),
    ),
    (
        "Money",
        (
            "cost_police",
            "cost_nhs",
            "cost_youth_justice",
            "cost_services_gross",
            "cost_services_incremental",
            "cost_placements",
            "cost_placements_cashable",
        ),
    ),
)


def group_names(names: list[str]) -> list[tuple[str, list[str]]]:
    """Sort measure names into the groups; what no group knows comes last under "Other"."""
    groups = [(title, [n for n in members if n in names]) for title, members in GROUPS]
    known = {n for _, members in GROUPS for n in members}
    groups.append(("Other", [n for n in names if n not in known]))
    return [(title, members) for title, members in groups if members]


def grouped_measures() -> Iterator[tuple[str, list[Measure]]]:
    """Yield each group's title with its measures."""
    by_name = {m.name: m for m in MEASURES}
    for title, members in group_names(list(by_name)):
        yield title, [by_name[n] for n in members]

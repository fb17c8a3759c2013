"""Declare every figure the money read-out needs; values come from the evidence register."""

from typing import Final

from agents.parameter import Parameter

WEEK: Final = "£ per child-week"
EVENT: Final = "£ per event"
SHARE: Final = "share"
RATIO: Final = "ratio"
#: Supports: above is a slip of the pen.
_DEAR_WEEK, _DEAR_EVENT = 100_000.0, 1_000_000.0


def _week(name: str, meaning: str) -> Parameter:
    return Parameter(f"cost_{name}", WEEK, 0.0, _DEAR_WEEK, meaning)


def _event(name: str, meaning: str) -> Parameter:
    return Parameter(f"cost_{name}", EVENT, 0.0, _DEAR_EVENT, meaning)


def _share(name: str, meaning: str) -> Parameter:
    return Parameter(f"cost_{name}", SHARE, 0.0, 1.0, meaning)


def _ratio(name: str, meaning: str) -> Parameter:
    return Parameter(f"cost_{name}", RATIO, 0.01, 100.0, meaning)


PARAMETERS: Final[tuple[Parameter, ...]] = (
    _week(
        "residential_week",
        "A week in a children's home or other residential care; local outturn where published.",
    ),
    _week("foster_week", "A week of fostering, all kinds blended; local outturn where published."),
    _week(
        "cin_week",
        "A week of social work for a child in need or looked after; local outturn where published.",
    ),
    _ratio("agency_ratio", "Agency fostering week relative to an in-house week."),
    _ratio("kinship_ratio", "Kinship fostering week relative to an in-house week."),
    Parameter(
        "cost_foster_shares", SHARE, 0.0, 1.0, "Fostered children in-house, agency, kinship.", (3,)
    ),
    _ratio("lodgings_ratio", "Supported lodgings week relative to an in-house fostering week."),
    _ratio("secure_ratio", "Secure or other residential week relative to a children's home week."),
    _week("supported_accommodation_week", "A week in supported accommodation."),
    _week("with_parents_week", "Support for a looked-after child placed with parents, a week."),
    _week("adoption_week", "A week placed for adoption."),
    _week("other_placement_week", "A week in another placement, unregistered ones left out."),
    _week("unregistered_week", "A week with a provider who should be registered and is not."),
    _week("care_leaver_week", "Leaving-care support, a week."),
    _ratio(
        "edge_ratio", "Social work for a child on the edge of care relative to any child in need."
    ),
    _share(
        "process_share", "Part of the social work outturn that the event prices already charge."
    ),
    _event("first_placement", "Deciding to look after a child and finding the first placement."),
    _event("subsequent_placement", "Finding another placement."),
    _event("exit_from_care", "Planning and closing at the end of care."),
    _event("care_proceedings", "The council's legal process for a child."),
    _event("missing_episode", "Police investigation of a missing episode."),
    _event("arrest", "An arrest that ends with no further action."),
    _event(
        "arrest_detained",
        "An arrest with detention, taken for every arrest that leads to a charge.",
    ),
    _event("court_event", "A court event for a young person charged."),
    _event(
        "first_time_entrant", "Criminal justice in the year after a first offence, all agencies."
    ),
    _week(
        "nhs_care_week", "Mental health and substance misuse care of a looked-after child, a week."
    ),
    _ratio("nhs_edge_ratio", "The same on the edge of care, relative to looked after."),
    _ratio("nhs_need_ratio", "The same in need, relative to looked after."),
    _share(
        "cashable_share",
        "Part of avoided external placement spend that can be taken out of a budget.",
    ),
    _share(
        "external_homes_share", "Residential weeks bought from private and voluntary providers."
    ),
    _share(
        "external_supported_share",
        "Supported and other weeks bought from private and voluntary providers.",
    ),
    Parameter(
        "cost_discount_rates", "per year", 0.0, 0.2, "Real discount rates, one a step.", (2,)
    ),
    Parameter("cost_discount_from", "years", 0.0, 200.0, "Years from which each rate holds.", (2,)),
)

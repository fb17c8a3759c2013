"""The posts of a No Wrong Door hub: how many are filled, what each costs and who pays it.

A scenario that names no staff has the usual team of the register, in proportion to its caseload.
"""

from collections.abc import Mapping
from typing import Any, Final

from agents.lengths import WEEKS_PER_YEAR
from simulation.bands import in_years
from simulation.costs.foster_blend import split_foster
from simulation.interventions.no_wrong_door.spec import Role
from simulation.services.declaration import CARERS, RUNNING, CostLine

#: Figure of how many of each post a hub usually has; the other roles are posts some hubs add.
USUAL: Final[Mapping[Role, str]] = {
    "manager": "hub_staff_manager",
    "deputy_manager": "hub_staff_deputies",
    "residential_worker": "hub_staff_residential",
    "portfolio_lead": "hub_staff_leads",
    "psychologist": "hub_staff_psychologist",
    "speech_language_therapist": "hub_staff_speech",
    "police_officer": "hub_staff_police",
}
#: Figure of what a post costs a year. Foster carers are paid as the families they are.
PRICE: Final[Mapping[Role, str]] = {
    "manager": "cost_post_manager",
    "deputy_manager": "cost_post_deputy",
    "residential_worker": "cost_post_residential",
    "portfolio_lead": "cost_post_social_worker",
    "social_worker": "cost_post_social_worker",
    "psychologist": "cost_post_psychologist",
    "speech_language_therapist": "cost_post_therapist",
    "camhs_practitioner": "cost_post_therapist",
    "police_officer": "cost_post_police_officer",
}
FOSTER_CARER: Final = "foster_carer"
#: Staff who hold a caseload.
DIRECT_ROLES: Final = ("residential_worker", "portfolio_lead", "social_worker", FOSTER_CARER)
#: Who pays where a scenario does not say: no source says that a partner pays its post.
COUNCIL: Final = "council"


def posts_of(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, float]:
    """Return the posts of a hub by role, full-time equivalents, filled or not."""
    if one.get("staff") is not None:
        return dict(one["staff"])
    size = float(one.get("caseload", p["hub_caseload"])) / float(p["hub_caseload"])
    return {role: size * float(p[figure]) for role, figure in USUAL.items()}


def filled_of(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, float] | None:
    """Return the posts somebody fills; None: the full usual team."""
    vacant = one.get("vacant") or {}
    if one.get("staff") is None and not vacant:
        return None
    posts = posts_of(one, p)
    return {role: posts.get(role, 0.0) - vacant.get(role, 0.0) for role in {**posts, **vacant}}


def caseload_of(one: Mapping[str, Any], p: Mapping[str, Any]) -> int:
    """Return how many young people a hub supports at once: no more than its staff can."""
    wanted = float(one.get("caseload", p["hub_caseload"]))
    staff = filled_of(one, p)
    if staff is not None:
        direct = sum(staff.get(role, 0.0) for role in DIRECT_ROLES)
        wanted = min(wanted, direct * float(p["hub_young_people_per_worker"]))
    return round(wanted)


def costs_of(one: Mapping[str, Any], families: int, p: Mapping[str, Any]) -> tuple[CostLine, ...]:
    """Return what a hub costs: each post, its families, all else that runs it, and setting it up.

    What is not pay goes by the posts there are, filled or not. Setting up goes by the caseload the
    hub is made for, and is spent while it is prepared.

    Parameters
    ----------
    one
        What the scenario says of the hub.
    families
        Community foster families; foster carers among its staff are these families.
    p
        Parameter values by name.
    """
    posts = posts_of(one, p)
    replaced = float(p["cost_hub_replaced_share"])
    lines = [_post(role, one, p, posts.get(role, 0.0)) for role in PRICE]
    pay = sum(line.running * line.posts for line in lines)
    carers = max(float(families), posts.get(FOSTER_CARER, 0.0))
    size = float(one.get("caseload", p["hub_caseload"])) / float(p["hub_caseload"])
    council = (
        CostLine(
            COUNCIL,
            family_year(p),
            replaced=replaced,
            post="community foster family",
            posts=carers,
            source="in-house fostering by cost_foster_week and its shares",
            of=CARERS,
        ),
        CostLine(
            COUNCIL,
            pay * float(p["cost_hub_other_share"]),
            size * float(p["cost_hub_opening"]),
            replaced,
            "premises, food, travel and training",
            source="the register's cost_hub_other_share and cost_hub_opening",
            prepared=in_years(float(p["hub_mobilise_months"])),
            of=RUNNING,
        ),
    )
    return (*(line for line in lines if line.posts), *(line for line in council if line.posts))


def family_year(p: Mapping[str, Any]) -> float:
    """Return what a community family costs a year: one child's in-house fostering, in the council."""
    in_house, agency, kinship = (float(share) for share in p["cost_foster_shares"])
    prices = split_foster(
        float(p["cost_foster_week"]),
        (in_house, agency, kinship),
        float(p["cost_agency_ratio"]),
        float(p["cost_kinship_ratio"]),
    )
    return prices.in_house * WEEKS_PER_YEAR


def _post(role: Role, one: Mapping[str, Any], p: Mapping[str, Any], posts: float) -> CostLine:
    payer = (one.get("paid_by") or {}).get(role, COUNCIL)
    return CostLine(
        payer,
        float(p[PRICE[role]]),
        replaced=float(p["cost_hub_replaced_share"]) if payer == COUNCIL else 0.0,
        post=role.replace("_", " "),
        posts=posts,
        vacant=float((one.get("vacant") or {}).get(role, 0.0)),
        source=f"the register's {PRICE[role]}",
    )

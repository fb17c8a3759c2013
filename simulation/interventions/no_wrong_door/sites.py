"""What the row of a No Wrong Door hub holds: who comes, how it supports them, how far it acts."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.codes import Placement, Reason
from agents.lengths import MONTHS_PER_YEAR
from agents.schema import REASONS
from simulation.bands import in_years
from simulation.interventions.no_wrong_door.effects import (
    ALWAYS,
    EFFECTS,
    ENTRY,
    EXIT,
    JUSTICE,
    MISSING,
    MOVES,
    OUTCOMES,
)
from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, FIDELITIES, REST
from simulation.interventions.no_wrong_door.studied import DOSES, RESPONSES
from simulation.services.declaration import CostLine, Site
from simulation.services.figures import machine_columns
from simulation.services.measured import doses_of

#: Which distinguishers carry which mechanism; shared training and partnership carry them all.
MECHANISM_OF = {
    ENTRY: ("core_offer_to_all", "no_appointments", "one_key_worker"),
    EXIT: ("family_destination", "one_key_worker"),
    MOVES: ("one_key_worker", "family_destination", "core_offer_to_all"),
    MISSING: ("shared_intelligence", "one_key_worker"),
    JUSTICE: ("shared_intelligence", "close_partnership"),
    OUTCOMES: ("aspirations_lead", "fewer_referrals_onward"),
}
EVERYWHERE = ("shared_training", "close_partnership")

#: Whose doses an effect has that no study measured by itself.
GOES_ALONG = {
    "nwd_charge_log_odds": "nwd_charge_ratio",
    "nwd_step_down_log_odds": "nwd_exit_ratio",
    "nwd_home_log_odds": "nwd_exit_ratio",
    "nwd_escalation_ratio": "nwd_entry_ratio",
    "nwd_exploitation_ratio": "nwd_missing_ratio",
}

#: Reasons for referral besides the edge of care, each with its rate against the edge's.
REFERRED = {
    Reason.EDGING_TO_CARE: "hub_referral_need_ratio",
    Reason.PLACEMENT_SUPPORT: "hub_referral_placement_ratio",
    Reason.STEP_DOWN: "hub_referral_step_down_ratio",
    Reason.INDEPENDENCE: "hub_referral_independence_ratio",
    Reason.CARE_LEAVER: "hub_referral_leaver_ratio",
}
#: Reasons that come with a crisis; the others are planned.
IN_A_CRISIS = (Reason.EDGING_TO_CARE, Reason.EDGE_OF_CARE, Reason.PLACEMENT_SUPPORT)

ADOPTER, *_, FULL = FIDELITIES

#: Staff who hold a caseload, and what is missing from a hub without certain specialists.
DIRECT_ROLES = ("residential_worker", "portfolio_lead", "social_worker", "foster_carer")
SPECIALISTS = {
    "shared_intelligence": ("police_officer",),
    "fewer_referrals_onward": (
        "psychologist",
        "speech_language_therapist",
        "camhs_practitioner",
    ),
}


def whose(spec: Mapping[str, Any]) -> str:
    """Return whose fidelity a scenario takes, for what it does not weigh itself."""
    given = spec.get("fidelity", ADOPTER)
    return str(given.get(REST, ADOPTER) if isinstance(given, Mapping) else given)


def fidelity_of(spec: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, float]:
    """Return the weight of each distinguisher, 0 to 1.

    A scenario may give a table of them; the weights it leaves out, or all of them, are those of
    the kind of council it names.
    """
    named = whose(spec)
    level = 1.0 if named == FULL else float(parameters[f"hub_fidelity_{named}"])
    given = spec.get("fidelity", {})
    table = given if isinstance(given, Mapping) else {}
    return {name: float(table.get(name, level)) for name in DISTINGUISHERS}


def help_of(weights: Mapping[str, float], parameters: Mapping[str, Any]) -> dict[str, float]:
    """Return the share of each mechanism's full effect that the distinguishers allow."""
    importance = dict(zip(DISTINGUISHERS, parameters["distinguisher_weight"], strict=True))
    shares = dict.fromkeys(MECHANISM_OF, 0.0)
    for mechanism, own in MECHANISM_OF.items():
        names = tuple(dict.fromkeys((*own, *EVERYWHERE)))
        total = sum(importance[name] for name in names)
        if total > 0:
            shares[mechanism] = sum(weights[n] * importance[n] for n in names) / total
    return shares


def doses_here(weights: Mapping[str, float], p: Mapping[str, Any]) -> dict[str, float]:
    """Return the dose of each effect at its full growth and strength, where 1 is its study's average.

    What was not studied has the doses of what it goes along with.
    """
    full = dict.fromkeys(weights, 1.0)
    studied = {**_support(full, p), **_own(full, p)}
    doses, help_here = doses_of(DOSES, RESPONSES), help_of(weights, p)
    found = {}
    for one in EFFECTS:
        if one.mechanism == ALWAYS:
            found[one.size] = 1.0
            continue
        like = doses[GOES_ALONG.get(one.size, one.size)]
        found[one.size] = help_here[one.mechanism] * like.scale(studied)
    return found


def with_staff(weights: Mapping[str, float], staff: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weights without what needs a specialist the hub does not have.

    A scenario that names no staff has the full team.
    """
    if staff is None:
        return dict(weights)
    kept = dict(weights)
    for name, roles in SPECIALISTS.items():
        if not any(staff.get(role, 0) > 0 for role in roles):
            kept[name] = 0.0
    return kept


def caseload_of(one: Mapping[str, Any], parameters: Mapping[str, Any]) -> int:
    """Return how many young people a hub supports at once: no more than its staff can."""
    wanted = float(one.get("caseload", parameters["hub_caseload"]))
    staff = one.get("staff")
    if staff is not None:
        direct = sum(staff.get(role, 0.0) for role in DIRECT_ROLES)
        wanted = min(wanted, direct * float(parameters["hub_young_people_per_worker"]))
    return round(wanted)


def site_of(one: Mapping[str, Any], spec: Mapping[str, Any], p: Mapping[str, Any]) -> Site:
    """Return one hub; a twin has no effects and no places.

    Parameters
    ----------
    one, spec
        What the scenario says of the hub and of the service.
    p
        Parameter values by name.
    """
    weights = with_staff(fidelity_of(spec, p), one.get("staff"))
    columns = machine_columns(spec, p) | _gate(one, p) | _support(weights, p) | _own(weights, p)
    columns["capacity"] = caseload_of(one, p)
    columns["opens"] = float(one.get("opens_month", p["hub_mobilise_months"])) / MONTHS_PER_YEAR
    costs = costs_of(columns["capacity"], p)
    if spec.get("twin", "real") != "real":
        return Site(columns, costs=costs)
    columns["converts"] = one.get("base") == "childrens_home"
    columns["recording"] = p["hub_recorded_share"]
    doses = doses_here(weights, p)
    ratios = {e.lever: (p[e.size], doses[e.size]) for e in EFFECTS if not e.option}
    odds = {f"{e.lever}/{e.option}": (p[e.size], doses[e.size]) for e in EFFECTS if e.option}
    return Site(columns, ratios, odds, number_of_places(one, p), costs)


def _gate(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return who may come and why; a hub with more outreach takes fewer out of homes.

    What brings those near care is a crisis; who steps down from a home or becomes independent is
    referred by plan, crisis or none.
    """
    usual = float(p["hub_outreach_share"])
    outreach = float(one.get("outreach_share", usual))
    by_reason, calm = np.zeros(REASONS), np.ones(REASONS)
    by_reason[Reason.EDGE_OF_CARE] = 1.0
    for reason, figure in REFERRED.items():
        by_reason[reason] = p[figure]
    calm[list(IN_A_CRISIS)] = p["hub_referral_calm_ratio"]
    acceptance = np.full(REASONS, p["hub_acceptance"] * outreach / usual)
    acceptance[Reason.STEP_DOWN] = p["hub_acceptance"] * (1.0 - outreach) / (1.0 - usual)
    return {
        "age_low": p["hub_eligible_age_low"],
        "age_high": p["hub_eligible_age_high"],
        "referral": p["hub_referral_hazard"],
        "referral_by_reason": by_reason,
        "crisis_years": in_years(p["hub_crisis_months"]),
        "calm": calm,
        "acceptance": acceptance,
        "waiting_limit": p["hub_waiting_limit"],
        "priority": p["hub_priority_after_crisis"],
    }


def _support(weights: Mapping[str, float], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return how support starts, lasts, ends and fades; prompt help holds drop-out down."""
    promptness = max(weights["no_appointments"], 1 / MONTHS_PER_YEAR)
    return {
        "ramp": p["hub_ramp_years"],
        "start": p["hub_start_hazard"] * promptness,
        "end": 1.0 / in_years(p["hub_support_months"]),
        "end_long": 1.0 / p["hub_support_tail_years"],
        "long_share": p["hub_support_tail_share"],
        "dropout": p["hub_dropout_hazard"] / promptness,
        "fading": math.log(2.0) / p["nwd_persistence_half_life_years"],
        "outage_rate": p["hub_outage_rate"],
        "outage_years": in_years(p["hub_outage_months"]),
        "effect_ramp": p["hub_outcome_ramp_years"],
        "strength": 1.0 - p["bond_weight"],
    }


def _own(weights: Mapping[str, float], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return what rests on the key worker and how the hub's beds are used."""
    return {
        "tie_weight": p["bond_weight"],
        "tie_growth": p["bond_growth_hazard"] * weights["one_key_worker"],
        "turnover": p["key_worker_turnover"],
        "place_log_odds": p["hub_bed_log_odds"],
        "place_by_need": weights["beds_not_filled"],
    }


def number_of_places(one: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[Placement, int]:
    """Return how many beds and community families a hub has."""
    planned = one.get("beds_planned", parameters["hub_beds_planned"])
    emergency = one.get("beds_emergency", parameters["hub_beds_emergency"])
    families = one.get("community_families", parameters["hub_community_families"])
    return {
        Placement.SERVICE_BED: round(float(planned)) + round(float(emergency)),
        Placement.SERVICE_FAMILY: round(float(families)),
    }


def costs_of(capacity: int, p: Mapping[str, Any]) -> tuple[CostLine, ...]:
    """Return what a hub costs: by its caseload against the usual one, since nearly all is staff."""
    size = capacity / float(p["hub_caseload"])
    running, opening = (size * float(p[f"cost_hub_{part}"]) for part in ("year", "opening"))
    return (CostLine("council", running, opening, float(p["cost_hub_replaced_share"])),)

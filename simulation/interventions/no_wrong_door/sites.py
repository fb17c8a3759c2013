"""What the row of a No Wrong Door hub holds: who comes, how it supports them, how far it acts."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Status
from agents.lengths import MONTHS_PER_YEAR
from agents.schema import STATUSES
from simulation.bands import in_years
from simulation.interventions.no_wrong_door.effects import (
    EFFECTS,
    ENTRY,
    EXIT,
    JUSTICE,
    MISSING,
    MOVES,
    OUTCOMES,
)
from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, FIDELITIES, REST
from simulation.services.declaration import CostLine, Site
from simulation.services.figures import machine_columns

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

ADOPTER, *_, FULL = FIDELITIES

#: What a hub's beds and families are like but for its training.
ORDINARY = {
    Placement.SERVICE_BED: Placement.CHILDRENS_HOME,
    Placement.SERVICE_FAMILY: Placement.FOSTER_IN_HOUSE,
}

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
    columns |= _stays(one, p) | _outages(one, p)
    columns["capacity"] = caseload_of(one, p)
    columns["opens"] = float(one.get("opens_month", p["hub_mobilise_months"])) / MONTHS_PER_YEAR
    costs = costs_of(columns["capacity"], p)
    if spec.get("twin", "real") != "real":
        return Site(columns, costs=costs)
    columns["converts"] = one.get("base") == "childrens_home"
    help_here = help_of(weights, p)
    ratios = {e.lever: (p[e.size], help_here[e.mechanism]) for e in EFFECTS if not e.option}
    odds = {
        f"{e.lever}/{e.option}": (p[e.size], help_here[e.mechanism]) for e in EFFECTS if e.option
    }
    return Site(columns, ratios, odds, number_of_places(one, p), skills_of(weights, p), costs)


def _gate(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return who may come; a hub with more outreach takes more who live at home."""
    usual = float(p["hub_outreach_share"])
    outreach = float(one.get("outreach_share", usual))
    by_status, acceptance = np.zeros(STATUSES), np.zeros(STATUSES)
    by_status[Status.EDGE_OF_CARE] = 1.0
    by_status[Status.LOOKED_AFTER] = p["hub_referral_care_ratio"]
    by_status[Status.IN_NEED] = p["hub_referral_need_ratio"]
    acceptance[:] = p["hub_acceptance"] * outreach / usual
    acceptance[Status.LOOKED_AFTER] = p["hub_acceptance"] * (1.0 - outreach) / (1.0 - usual)
    return {
        "age_low": p["hub_eligible_age_low"],
        "referral": p["hub_referral_hazard"],
        "referral_by_status": by_status,
        "crisis_years": in_years(p["hub_crisis_months"]),
        "calm": p["hub_referral_calm_ratio"],
        "acceptance": acceptance,
        "waiting_limit": p["hub_waiting_limit"],
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


def _stays(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return how long a stay with the hub may last, and which beds are for whom no home takes."""
    longest = {
        f"{place}_years": in_years(one.get(f"{place}_stay_months", p[f"hub_{place}_stay_months"]))
        for place in ("bed", "family")
    }
    return longest | {"kept_beds": _beds(one, p)["emergency"]}


def _outages(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return how often, and for how long, a hub takes nobody on."""
    return {
        "outage_rate": one.get("outages_a_year", p["hub_outage_rate"]),
        "outage_years": in_years(one.get("outage_months", p["hub_outage_months"])),
    }


def _beds(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, int]:
    """Return how many beds are for planned stays, and how many for emergencies."""
    return {
        use: round(float(one.get(f"beds_{use}", p[f"hub_beds_{use}"])))
        for use in ("planned", "emergency")
    }


def skills_of(
    weights: Mapping[str, float], p: Mapping[str, Any]
) -> dict[Placement, NDArray[np.float64]]:
    """Return shares of skill of beds and families: of those trained as the hub is, and of ordinary ones.

    The distinguisher of shared training says how many are trained.
    """
    trained = weights["shared_training"]
    shares = np.asarray(p["synth_carer_skill_share"], dtype=float)
    return {
        kind: trained * shares[kind] + (1.0 - trained) * shares[ordinary]
        for kind, ordinary in ORDINARY.items()
    }


def number_of_places(one: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[Placement, int]:
    """Return how many beds and community families a hub has."""
    families = one.get("community_families", parameters["hub_community_families"])
    return {
        Placement.SERVICE_BED: sum(_beds(one, parameters).values()),
        Placement.SERVICE_FAMILY: round(float(families)),
    }


def costs_of(capacity: int, p: Mapping[str, Any]) -> tuple[CostLine, ...]:
    """Return what a hub costs: by its caseload against the usual one, since nearly all is staff."""
    size = capacity / float(p["hub_caseload"])
    running, opening = (size * float(p[f"cost_hub_{part}"]) for part in ("year", "opening"))
    return (CostLine("council", running, opening, float(p["cost_hub_replaced_share"])),)

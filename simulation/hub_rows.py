"""The rows a No Wrong Door hub adds to a population: the hub, its beds and its families."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import CARER_UID, HUB_UID, SKILL_TOP, Opening, Placement
from agents.population import Population
from agents.schema import (
    CARER,
    ENTRY,
    EXIT,
    HUB,
    JUSTICE,
    MECHANISMS,
    MISSING,
    MOVES,
    OUTCOMES,
)
from simulation.bands import MONTHS_PER_YEAR
from simulation.hub_spec import DISTINGUISHERS

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


def fidelity_of(spec: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, float]:
    """Return the weight of each distinguisher, 0 to 1.

    A scenario may give a table of them; the weights it leaves out, or all of them, are the
    fidelity of the kind of council whose prior it takes ("full" fidelity: the founding council's).
    """
    prior = "north_yorkshire" if spec.get("fidelity") == "full" else spec.get("prior", "adopter")
    level = float(parameters[f"hub_fidelity_{prior}"])
    given = spec.get("fidelity", {})
    table = given if isinstance(given, Mapping) else {}
    return {name: float(table.get(name, level)) for name in DISTINGUISHERS}


def help_of(weights: Mapping[str, float], parameters: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return the share of each full effect that the distinguishers allow, shape (6,)."""
    importance = dict(zip(DISTINGUISHERS, parameters["distinguisher_weight"], strict=True))
    shares = np.zeros(MECHANISMS)
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


def add_hub(
    population: Population,
    one: Mapping[str, Any],
    spec: Mapping[str, Any],
    parameters: Mapping[str, Any],
) -> None:
    """Add one hub row and, unless it is a twin, its beds and families."""
    twin = spec.get("twin", "real")
    weights = with_staff(fidelity_of(spec, parameters), one.get("staff"))
    hub = np.zeros(1, HUB).view(np.recarray)
    row = hub[0]
    number = population.hubs.size
    row.uid = HUB_UID + number
    row.opens = float(one.get("opens_month", parameters["hub_mobilise_months"])) / MONTHS_PER_YEAR
    row.opened = row.reopens = math.inf
    row.caseload = caseload_of(one, parameters)
    row.first_waiting = -1
    row.status = int(Opening.FUTURE)
    row.fidelity = float(np.mean(list(weights.values())))
    row.promptness = max(weights["no_appointments"], 1 / MONTHS_PER_YEAR)
    row.continuity = weights["one_key_worker"]
    row.bed_discipline = weights["beds_not_filled"]
    row.outreach = float(one.get("outreach_share", parameters["hub_outreach_share"]))
    row.recording = 1.0
    if twin == "recording":
        row.recording = float(parameters["nwd_missing_recording_ratio"])
    if twin == "real":
        row.help = help_of(weights, parameters)
        row.first_bed = population.carers.size
        beds = number_of_places(one, parameters)
        row.beds = sum(beds.values())
        row.converts = one.get("base") == "childrens_home"
        add_beds(population, number, beds)
    population.hubs = np.concatenate([population.hubs, hub]).view(np.recarray)


def number_of_places(one: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[Placement, int]:
    """Return how many beds and community families a hub has."""
    planned = one.get("beds_planned", parameters["hub_beds_planned"])
    emergency = one.get("beds_emergency", parameters["hub_beds_emergency"])
    families = one.get("community_families", parameters["hub_community_families"])
    return {
        Placement.HUB_BED: round(float(planned)) + round(float(emergency)),
        Placement.HUB_FAMILY: round(float(families)),
    }


def add_beds(population: Population, hub: int, beds: Mapping[Placement, int]) -> None:
    """Add a hub's beds and families as carers that open with it, each of one place."""
    rows = np.zeros(sum(beds.values()), CARER).view(np.recarray)
    rows.uid = CARER_UID + population.carers.size + np.arange(rows.size)
    rows.placement = np.repeat([int(kind) for kind in beds], list(beds.values()))
    rows.opens = math.inf
    rows.first_resident = -1
    rows.hub = hub
    rows.status = int(Opening.FUTURE)
    rows.places = 1
    rows.skill = SKILL_TOP
    population.carers = np.concatenate([population.carers, rows]).view(np.recarray)
    population.sort_places()

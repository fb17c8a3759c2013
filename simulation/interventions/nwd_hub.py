"""No Wrong Door: hubs that take young people at the edge of care or in care, and what they do.

Effects are data. Each has a hazard ratio (shrunk by its evidence grade in the register) and a
dose: how much of it reaches this young person now, from 0 to 1. The dose is the hub's fidelity in
that mechanism, grown over the hub's first years, times the part of the relationship with the key
worker that has formed. The twins have no dose: *null* enrols and costs, *recording* also writes
fewer missing episodes down.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.codes import (
    BOND_TOP,
    CARER_UID,
    HUB_UID,
    SKILL_TOP,
    HubState,
    Opening,
    Placement,
)
from agents.population import Population
from agents.schema import CARER, ENTRY, EXIT, HUB, JUSTICE, MECHANISMS, MISSING, MOVES, OUTCOMES
from simulation.bands import MONTHS_PER_YEAR, quarters
from simulation.process import Effect, Intervention, Parameter
from simulation.rule import part

SUPPORTED, AFTER = int(HubState.SUPPORTED), int(HubState.AFTER)
CHARGED = 1

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
DISTINGUISHERS = (
    "family_destination",
    "one_key_worker",
    "fewer_referrals_onward",
    "shared_training",
    "beds_not_filled",
    "no_appointments",
    "core_offer_to_all",
    "shared_intelligence",
    "close_partnership",
    "aspirations_lead",
)


@part
def dose(now: Any, row: Any, world: Any, p: Any, mechanism: Any) -> Any:
    """Return how much of an effect reaches this young person now, 0 to 1."""
    if row.hub < 0 or (row.hub_state != SUPPORTED and row.hub_state != AFTER):
        return 0.0
    hub = world.hubs[row.hub]
    full = hub.help[mechanism] * quarters(now, hub.opened, p.hub_outcome_ramp_years)
    return full * (1.0 - p.bond_weight + p.bond_weight * row.bond / BOND_TOP)


def entry_dose(now: Any, row: Any, world: Any, p: Any) -> Any:
    """Return the dose on care entry and re-entry."""
    return dose(now, row, world, p, ENTRY)


def exit_dose(now: Any, row: Any, world: Any, p: Any) -> Any:
    """Return the dose on going home or to kin."""
    return dose(now, row, world, p, EXIT)


def moves_dose(now: Any, row: Any, world: Any, p: Any) -> Any:
    """Return the dose on placement moves and breakdowns."""
    return dose(now, row, world, p, MOVES)


def missing_dose(now: Any, row: Any, world: Any, p: Any) -> Any:
    """Return the dose on going missing."""
    return dose(now, row, world, p, MISSING)


def justice_dose(now: Any, row: Any, world: Any, p: Any) -> Any:
    """Return the dose on arrests and charges."""
    return dose(now, row, world, p, JUSTICE)


def outcomes_dose(now: Any, row: Any, world: Any, p: Any) -> Any:
    """Return the dose on substance misuse and education, employment and training."""
    return dose(now, row, world, p, OUTCOMES)


class NwdHub(Intervention):
    """Open No Wrong Door hubs."""

    kind_name = "nwd_hub"
    parameters = (
        Parameter("nwd_entry_ratio", "ratio", 0.01, 5, "Care entry while supported."),
        Parameter("nwd_exit_ratio", "ratio", 0.01, 5, "Going home or to kin while supported."),
        Parameter("nwd_move_ratio", "ratio", 0.01, 5, "Placement moves while supported."),
        Parameter("nwd_missing_ratio", "ratio", 0.01, 5, "Missing episodes while supported."),
        Parameter(
            "nwd_missing_recording_ratio",
            "ratio",
            0,
            1,
            "Missing episodes written down, recording twin.",
        ),
        Parameter("nwd_arrest_ratio", "ratio", 0.01, 5, "Arrests while supported."),
        Parameter("nwd_charge_ratio", "ratio", 0.01, 5, "Charges while supported."),
        Parameter(
            "nwd_charge_log_odds",
            "log odds",
            -5,
            5,
            "Charge given arrest: follows from the two ratios.",
        ),
        Parameter("nwd_substance_ratio", "ratio", 0.01, 50, "Stopping or reducing substance use."),
        Parameter("nwd_eet_ratio", "ratio", 0.01, 50, "Finding education, employment or training."),
        Parameter("hub_fidelity_adopter", "share", 0, 1, "Fidelity of an adopting council."),
        Parameter(
            "hub_fidelity_north_yorkshire", "share", 0, 1, "Fidelity of the founding council."
        ),
        Parameter("hub_fidelity_wigan", "share", 0, 1, "Fidelity of an adapted service."),
        Parameter("hub_caseload", "young people", 1, 1000, "Active young people of a hub."),
        Parameter("hub_beds_planned", "beds", 0, 50, "Planned beds of a hub."),
        Parameter("hub_beds_emergency", "beds", 0, 50, "Emergency beds of a hub."),
        Parameter(
            "hub_community_families", "families", 0, 50, "Community foster families of a hub."
        ),
        Parameter("hub_mobilise_months", "months", 0, 60, "From decision to opening."),
        Parameter(
            "distinguisher_weight", "weight", 0, 1, "Weight of the ten distinguishers.", (10,)
        ),
    )
    effects = (
        Effect("care_entry", entry_dose, ratio="nwd_entry_ratio"),
        Effect("re_entry", entry_dose, ratio="nwd_entry_ratio"),
        Effect("going_home", exit_dose, ratio="nwd_exit_ratio"),
        Effect("kinship_order", exit_dose, ratio="nwd_exit_ratio"),
        Effect("placement_move", moves_dose, ratio="nwd_move_ratio"),
        Effect("placement_breakdown", moves_dose, ratio="nwd_move_ratio"),
        Effect("missing_start", missing_dose, ratio="nwd_missing_ratio"),
        Effect("arrest", justice_dose, ratio="nwd_arrest_ratio"),
        Effect("arrest", justice_dose, option=CHARGED, log_odds="nwd_charge_log_odds"),
        Effect("substance_stop", outcomes_dose, ratio="nwd_substance_ratio"),
        Effect("leaving_neet", outcomes_dose, ratio="nwd_eet_ratio"),
    )

    @staticmethod
    def install(
        population: Population, spec: Mapping[str, Any], parameters: Mapping[str, Any]
    ) -> None:
        """Add the hubs of a scenario, closed until they open, with their beds and families."""
        weights = fidelity_of(spec, parameters)
        for one in spec["hubs"]:
            add_hub(population, one, spec, weights, parameters)


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


def help_of(weights: Mapping[str, float], parameters: Mapping[str, Any]) -> np.ndarray:
    """Return the share of each full effect that the distinguishers allow, shape (6,)."""
    importance = dict(zip(DISTINGUISHERS, parameters["distinguisher_weight"], strict=True))
    shares = np.zeros(MECHANISMS)
    for mechanism, own in MECHANISM_OF.items():
        names = tuple(dict.fromkeys((*own, *EVERYWHERE)))
        total = sum(importance[name] for name in names)
        if total > 0:
            shares[mechanism] = sum(weights[n] * importance[n] for n in names) / total
    return shares


def add_hub(
    population: Population,
    one: Mapping[str, Any],
    spec: Mapping[str, Any],
    weights: Mapping[str, float],
    parameters: Mapping[str, Any],
) -> None:
    """Add one hub row and, unless it is a twin, its beds and families."""
    twin = spec.get("twin", "real")
    hub = np.zeros(1, HUB).view(np.recarray)
    row = hub[0]
    number = population.hubs.size
    row.uid = HUB_UID + number
    row.opens = float(one.get("opens_month", parameters["hub_mobilise_months"])) / MONTHS_PER_YEAR
    row.opened = row.reopens = math.inf
    row.caseload = round(float(one.get("caseload", parameters["hub_caseload"])))
    row.first_waiting = -1
    row.status = int(Opening.FUTURE)
    row.fidelity = float(np.mean(list(weights.values())))
    row.promptness = max(weights["no_appointments"], 1 / MONTHS_PER_YEAR)
    row.continuity = weights["one_key_worker"]
    row.bed_use = 1.0
    row.recording = 1.0
    if twin == "recording":
        row.recording = float(parameters["nwd_missing_recording_ratio"])
    if twin == "real":
        row.help = help_of(weights, parameters)
        row.first_bed = population.carers.size
        beds = number_of_places(one, parameters)
        row.beds = sum(beds.values())
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

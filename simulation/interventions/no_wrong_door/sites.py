"""What the row of a No Wrong Door hub holds: who comes, how it supports them, how far it acts."""

import math
from collections.abc import Mapping
from typing import Any

from agents.codes import Placement
from agents.lengths import MONTHS_PER_YEAR
from simulation.bands import in_years
from simulation.interventions.no_wrong_door.doses import doses_of_effects
from simulation.interventions.no_wrong_door.effects import (
    EFFECTS,
    ENTRY,
    EXIT,
    JUSTICE,
    MISSING,
    MOVES,
    OUTCOMES,
    STRAIN,
)
from simulation.interventions.no_wrong_door.gate import gate_of
from simulation.interventions.no_wrong_door.places import (
    number_of_places,
    outages_of,
    skills_of,
    stays_of,
)
from simulation.interventions.no_wrong_door.spec import DISTINGUISHERS, FIDELITIES, REST
from simulation.interventions.no_wrong_door.staff import caseload_of, costs_of, filled_of
from simulation.interventions.no_wrong_door.studied import STUDIES
from simulation.services.declaration import Site
from simulation.services.figures import machine_columns
from simulation.services.measured import doses_of

#: Figure of how much each distinguisher weighs in what carries a mechanism, in their order.
MECHANISMS = {
    ENTRY: "hub_mechanism_entry",
    EXIT: "hub_mechanism_exit",
    MOVES: "hub_mechanism_moves",
    STRAIN: "hub_mechanism_strain",
    MISSING: "hub_mechanism_missing",
    JUSTICE: "hub_mechanism_justice",
    OUTCOMES: "hub_mechanism_outcomes",
}

ADOPTER, *_, FULL = FIDELITIES

#: What a hub has less of without all of certain specialists.
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
    importance = parameters["distinguisher_weight"]
    shares = dict.fromkeys(MECHANISMS, 0.0)
    for mechanism, figure in MECHANISMS.items():
        carried = zip(DISTINGUISHERS, importance, parameters[figure], strict=True)
        parts = {name: each * part for name, each, part in carried}
        if (total := sum(parts.values())) > 0:
            shares[mechanism] = sum(weights[name] * part for name, part in parts.items()) / total
    return shares


def with_staff(
    weights: Mapping[str, float], staff: Mapping[str, float] | None, lost: float
) -> dict[str, float]:
    """Return the weights without what needs a specialist the hub does not have.

    Parameters
    ----------
    weights
        Of the distinguishers, by name.
    staff
        Filled posts by role; None: the full team.
    lost
        Share of a distinguisher that is lost when none of its specialists is there.
    """
    if staff is None:
        return dict(weights)
    kept = dict(weights)
    for name, roles in SPECIALISTS.items():
        if not any(staff.get(role, 0) > 0 for role in roles):
            kept[name] *= 1.0 - lost
    return kept


def scales_of(p: Mapping[str, Any]) -> dict[str, float]:
    """Return what the dose of each effect is multiplied by, so that its study's average counts as 1.

    While it was studied a hub had all ten distinguishers in full.
    """
    full = dict.fromkeys(DISTINGUISHERS, 1.0)
    return doses_of(STUDIES.doses, STUDIES.responses).scales(
        {**support_of(full, p), **own_of(full, p)}
    )


def site_of(
    one: Mapping[str, Any],
    spec: Mapping[str, Any],
    p: Mapping[str, Any],
    scales: Mapping[str, float],
) -> Site:
    """Return one hub; a twin has no effects and no places.

    Parameters
    ----------
    one, spec
        What the scenario says of the hub and of the service.
    p
        Parameter values by name.
    scales
        What `scales_of` returns.
    """
    lost = float(p["hub_specialist_share"])
    weights = with_staff(fidelity_of(spec, p), filled_of(one, p), lost)
    columns = (
        machine_columns(spec, p) | gate_of(one, p) | support_of(weights, p) | own_of(weights, p)
    )
    columns |= stays_of(one, p) | outages_of(one, p)
    columns["capacity"] = caseload_of(one, p)
    columns["opens"] = float(one.get("opens_month", p["hub_mobilise_months"])) / MONTHS_PER_YEAR
    places = number_of_places(one, p)
    costs = costs_of(one, places[Placement.SERVICE_FAMILY], p)
    if spec.get("twin", "real") != "real":
        return Site(columns, costs=costs)
    columns["converts"] = one.get("base") == "childrens_home"
    columns["recording"] = p["hub_recorded_share"]
    doses = doses_of_effects(help_of(weights, p), scales)
    ratios = {e.lever: (p[e.size], doses[e.size]) for e in EFFECTS if not e.option}
    odds = {f"{e.lever}/{e.option}": (p[e.size], doses[e.size]) for e in EFFECTS if e.option}
    return Site(columns, ratios, odds, places, skills_of(weights, p), costs)


def support_of(weights: Mapping[str, float], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return how support starts, lasts, ends and fades; prompt help holds drop-out down."""
    promptness = max(weights["no_appointments"], float(p["hub_least_promptness"]))
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


def own_of(weights: Mapping[str, float], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return what rests on the key worker and how the hub's beds are used."""
    return {
        "tie_weight": p["bond_weight"],
        "tie_growth": p["bond_growth_hazard"] * weights["one_key_worker"],
        "turnover": p["key_worker_turnover"],
        "place_log_odds": p["hub_bed_log_odds"],
        "place_by_need": weights["beds_not_filled"],
    }

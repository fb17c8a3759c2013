"""No Wrong Door: hubs that take young people at the edge of care or in care, and what they do.

Effects are data. Each has a hazard ratio (shrunk by its evidence grade in the register) and a
dose: how much of it reaches this young person now, from 0 to 1. The dose is the hub's fidelity in
that mechanism, grown over the hub's first years, times the part of the relationship with the key
worker that has formed. The twins have no dose: *null* enrols and costs, *recording* also writes
fewer missing episodes down.
"""

from collections.abc import Mapping
from typing import Any

from agents.codes import BOND_TOP, HubState
from agents.population import Population
from agents.schema import ENTRY, EXIT, JUSTICE, MISSING, MOVES, OUTCOMES
from simulation.bands import quarters
from simulation.hub_rows import add_hub
from simulation.hub_spec import check_spec
from simulation.process import Effect, Intervention, Parameter
from simulation.rule import part

SUPPORTED, AFTER = int(HubState.SUPPORTED), int(HubState.AFTER)


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
        Parameter(
            "hub_young_people_per_worker", "young people", 0.1, 50, "A direct worker's caseload."
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
        Effect("arrest", justice_dose, option="charge", log_odds="nwd_charge_log_odds"),
        Effect("substance_stop", outcomes_dose, ratio="nwd_substance_ratio"),
        Effect("leaving_neet", outcomes_dose, ratio="nwd_eet_ratio"),
    )

    @staticmethod
    def install(
        population: Population, spec: Mapping[str, Any], parameters: Mapping[str, Any]
    ) -> None:
        """Add the hubs of a scenario, closed until they open, with their beds and families.

        Raises
        ------
        DoorwaysError
            When the scenario says something that nothing here reads.
        """
        check_spec(spec)
        for one in spec["hubs"]:
            add_hub(population, one, spec, parameters)

"""A small council in which everything happens, and the arms the laws compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from agents.population import Population
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.compile import RuleSet
from simulation.discover import interventions, model_rules
from simulation.testing import Played, play

type Spec = Mapping[str, Any]

#: How each intervention is opened in the laws; a new one is added here.
SPECS: dict[str, Spec] = {
    "no_wrong_door": {
        "kind": "no_wrong_door",
        "prior": "adopter",
        "hubs": [
            {"opens_month": 1, "beds_planned": 3, "beds_emergency": 2, "community_families": 3},
            {"opens_month": 5, "caseload": 6, "base": "childrens_home"},
        ],
    }
}
#: Rates at which a small council shows in two years what a large one shows in ten.
BUSY = {
    "missing_contagion": 0.5,
    "hub_referral_hazard": 6.0,
    "hub_outage_rate": 1.5,
    "hub_dropout_hazard": 0.5,
    "hub_caseload": 15.0,
    "key_worker_turnover": 0.5,
    "other_exit_hazard": (0.1,) * 5,
    "re_entry_hazard": (0.5,) * 4,
}
#: Rates for the smallest council, where even rare things have to happen within months.
HECTIC = {
    "hub_referral_hazard": 30.0,
    "hub_referral_calm_ratio": 1.0,
    "hub_eligible_age_low": 8.0,
    "hub_acceptance": 0.9,
    "hub_waiting_limit": 3.0,
    "hub_caseload": 3.0,
    "hub_start_hazard": 8.0,
    "hub_support_months": 4.0,
    "strain_rise_hazard": 2.0,
    "strain_ease_hazard": 2.0,
    "breakdown_hazard": (1.0,) * 13,
    "breakdown_tires": 0.8,
    "carer_recovery_hazard": 2.0,
    "missing_hazard": (0.5, 0.5, 1.0, 4.0, 4.0),
    "worsening_hazard": 1.0,
    "settling_hazard": 2.0,
    "settling_after_years": 0.2,
    "entry_hazard": (0.1,) * 5,
    "edge_entry_hazard": (1.0,) * 5,
    "escalation_hazard": (0.5,) * 5,
    "home_hazard": (0.4,) * 5,
    "re_entry_hazard": (3.0, 2.0, 1.0, 0.5),
    "hub_outage_rate": 4.0,
    "poke_hazard": 1.5,
}
NO_BEDS = {"beds_planned": 0, "beds_emergency": 0, "community_families": 0}


@dataclass(frozen=True)
class Bench:
    """Hold a council's people and values, and play arms on them."""

    profile: AuthorityProfile
    values: Mapping[str, Any]
    people: Population
    years: float

    def installed(self, *specs: Spec, **values: Any) -> Population:
        """Return the people with services installed, apart from every other arm's."""
        population = self.people.fork()
        services = {service.kind_name: service for service in interventions()}
        for spec in specs:
            services[spec["kind"]].install(population, spec, {**self.values, **values})
        return population

    def play(
        self,
        *specs: Spec,
        seed: int = 1,
        step_days: float | None = 7.0,
        rules: RuleSet | None = None,
        room: int = 1 << 14,
        **values: Any,
    ) -> Played:
        """Run an arm; `values` are put in place of the council's own."""
        population = self.installed(*specs, **values)
        chosen = {**self.values, **values}
        return play(
            rules or model_rules(), population, chosen, seed, self.years, step_days, room=room
        )


def make_bench(name: str, years: float, **rates: Any) -> Bench:
    """Return a council with busy rates."""
    council = profile(name)
    values = parameters_for(council) | BUSY | {"poke_hazard": 3.0} | rates
    return Bench(council, values, synthesise(council, values, 1, 0, years), years)


@pytest.fixture(scope="session")
def bench() -> Bench:
    """Return a council of about a hundred and thirty looked-after children, for two years."""
    return make_bench("Kingston upon Thames", 2.0)


@pytest.fixture(scope="session")
def tiny() -> Bench:
    """Return the smallest council, for a year: small enough for rules as plain Python."""
    return make_bench("Rutland", 1.0, **HECTIC)


@pytest.fixture(scope="session")
def specs() -> dict[str, Spec]:
    """Return how each intervention is opened in the laws, by kind."""
    return SPECS


@pytest.fixture(scope="session")
def every_service() -> tuple[Spec, ...]:
    """Return every intervention at once."""
    return tuple(SPECS[service.kind_name] for service in interventions())


@pytest.fixture(scope="session")
def busy_arm(bench: Bench, every_service: tuple[Spec, ...]) -> Played:
    """Return the arm with every intervention, played in steps of a week."""
    return bench.play(*every_service)


@pytest.fixture(scope="session")
def bedless(specs: dict[str, Spec]) -> Spec:
    """Return the hubs without beds and families of their own, nor a home they take over."""
    hubs = [
        {name: value for name, value in one.items() if name != "base"} | NO_BEDS
        for one in specs["no_wrong_door"]["hubs"]
    ]
    return {**specs["no_wrong_door"], "hubs": hubs}

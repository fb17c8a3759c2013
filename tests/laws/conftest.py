"""A small council in which everything happens, and the arms the laws compare.

Services are those discovered and a toy for each kind of member. What each opens is its own
`example`; the laws are told nothing else of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from agents.codes import Enrolled
from agents.population import Population
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.compile import RuleSet
from simulation.discover import model_rules, services
from simulation.kinds import Kind
from simulation.outcomes.measures import BY_NAME
from simulation.services.declaration import Programme, Service, Site, Sort
from simulation.services.opened import VALUES, programmes
from simulation.services.table import install
from simulation.services.wording import checked
from simulation.simulate import Run, run_years
from simulation.testing import TOY_SERVICES, TOY_VALUES, Played, play

DECLARED = (*services(), *TOY_SERVICES)
RULES = RuleSet(model_rules().processes, DECLARED, model_rules().cells, model_rules().occupied)
#: What can be opened; conditions of the world have no twins, and enrol nobody.
EVERY_SERVICE = tuple(RULES.services)
WITH_TWINS = tuple(service for service in EVERY_SERVICE if service.sort is not Sort.CONDITION)
#: What happens to sites and enrolments: a service's own events.
OWN = tuple(p.name for p in RULES.every if p.kind in (Kind.SERVICE, Kind.ENROLMENT))

#: Rates at which a small council shows in two years what a large one shows in ten.
BUSY = {
    "missing_contagion": 0.5,
    "other_exit_hazard": (0.1,) * 5,
    "re_entry_hazard": (0.5,) * 4,
    "substance_hazard": (0.0,) + (0.2,) * 6 + (0.4,) * 2,
    "exploitation_hazard": (0.0,) + (0.3,) * 8,
    "poke_hazard": 3.0,
    "transfer_hazard": 0.5,
    "strain_log_hazard": 0.9,
}
#: The same for the site of any service.
BUSY_SITE = {"referral": 6.0, "outage_rate": 1.5, "dropout": 0.5, "capacity": 15}
#: Rates for the smallest council, where even rare things have to happen within months.
HECTIC = {
    "strain_rise_hazard": 2.0,
    "strain_ease_hazard": 2.0,
    "breakdown_hazard": (1.0,) * 13,
    "breakdown_tires": 0.8,
    "carer_recovery_hazard": 2.0,
    "missing_hazard": (0.7,) + (4.0,) * 8,
    "worsening_hazard": 1.0,
    "settling_hazard": 2.0,
    "settling_after_years": 0.2,
    "entry_hazard": (0.1,) * 5,
    "edge_entry_hazard": (1.0,) * 5,
    "escalation_hazard": (0.5,) * 5,
    "home_hazard": (0.4,) * 5,
    "re_entry_hazard": (3.0, 2.0, 1.0, 0.5),
    "poke_hazard": 1.5,
}
HECTIC_SITE = {
    "referral": 30.0,
    "calm": 1.0,
    "age_low": 8.0,
    "acceptance": 0.9,
    "waiting_limit": 3.0,
    "capacity": 3,
    "start": 8.0,
    "end": 3.0,
    "outage_rate": 4.0,
}


def hurried(site: Site, rates: Mapping[str, Any]) -> Site:
    """Return a site with these rates in place of those it has: what it leaves out stays out."""
    columns = dict(site.columns)
    for name, rate in rates.items():
        if name in columns:
            columns[name] = np.where(np.asarray(columns[name]) > 0, rate, 0)[()]
    return replace(site, columns=columns)


@dataclass(frozen=True)
class Bench:
    """Hold a council's people and values, and play arms on them."""

    profile: AuthorityProfile
    values: Mapping[str, Any]
    people: Population
    years: float
    rates: Mapping[str, Any]

    def spec_of(self, service: type[Service], **said: Any) -> dict[str, Any]:
        """Return the example of a service with the values that come with it."""
        spec = {**service.example, **said}
        own = service.own(checked(service.spec, spec))
        return spec | {VALUES: {figure.name: figure.central for figure in own}}

    def opened(self, service: type[Service], **said: Any) -> Programme:
        """Return what the example of a service opens, hurried; `said` stands above the example."""
        (one,) = programmes(RULES, [self.spec_of(service, **said)], self.values)
        if one.sort is not Sort.SERVICE:
            return one
        return replace(one, sites=[hurried(site, self.rates) for site in one.sites])

    def all_opened(self, **said: Any) -> tuple[Programme, ...]:
        """Return what the examples of all services open; `said` of those with twins."""
        return tuple(
            self.opened(service, **(said if service in WITH_TWINS else {}))
            for service in EVERY_SERVICE
        )

    def opened_in_parts(self) -> list[tuple[Programme, dict[str, Any]]]:
        """Return what all examples open, as another process can be handed it.

        What a condition prepares is a function: it is made there, from what was said.
        """
        opened = self.all_opened()
        said = (RULES.services[one.kind] for one in opened)
        examples = (checked(service.spec, service.example) for service in said)
        return [(replace(one, prepare=None), e) for one, e in zip(opened, examples, strict=True)]

    def installed(self, *opened: Programme, rules: RuleSet = RULES) -> Population:
        """Return the people with services installed, apart from every other arm's."""
        population = self.people.fork()
        install(rules, population, opened, self.years, Columns(1, 0))
        return population

    def play(
        self,
        *opened: Programme,
        seed: int = 1,
        step_days: float | None = 7.0,
        rules: RuleSet = RULES,
        room: int = 1 << 14,
        people: Mapping[str, int] | None = None,
        **values: Any,
    ) -> Played:
        """Run an arm; `values` are put in place of the council's own, `people` in all young people's columns."""
        chosen = {**self.values, **values}
        population = self.installed(*opened, rules=rules)
        for column, value in (people or {}).items():
            population.young_people[column] = value
        return play(rules, population, chosen, seed, self.years, step_days, room)

    def measures(self, *opened: Programme) -> np.ndarray:
        """Return all measures of an arm by year, shape (measures, years)."""
        made = self.play(*opened, step_days=None)
        run = Run(made.population, made.world, made.state, self.values)
        return run_years(run, int(self.years), 7.0)[0]


def make_bench(name: str, years: float, site: Mapping[str, Any], **rates: Any) -> Bench:
    """Return a council with busy rates, and with these for the sites of its services."""
    council = profile(name)
    values = parameters_for(council) | BUSY | dict(TOY_VALUES) | rates
    return Bench(council, values, synthesise(council, values, 1, 0, years), years, site)


@pytest.fixture(scope="session")
def bench() -> Bench:
    """Return a council of about a hundred and thirty looked-after children, for two years."""
    return make_bench("Kingston upon Thames", 2.0, BUSY_SITE)


@pytest.fixture(scope="session")
def tiny() -> Bench:
    """Return the smallest council, for a year: small enough for rules as plain Python."""
    return make_bench("Rutland", 1.0, HECTIC_SITE, **HECTIC)


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """Return the model's rules with all services and toys."""
    return RULES


@pytest.fixture(scope="session")
def own_processes() -> tuple[str, ...]:
    """Return the processes that happen to sites and enrolments."""
    return OWN


def named(service: type[Service]) -> str:
    """Return the name of a service."""
    return service.name


@pytest.fixture(scope="session", params=DECLARED, ids=named)
def declared(request: pytest.FixtureRequest) -> type[Service]:
    """Return each service, practice and condition in turn, and those that are refused."""
    found: type[Service] = request.param
    return found


@pytest.fixture(scope="session", params=EVERY_SERVICE, ids=named)
def service(request: pytest.FixtureRequest) -> type[Service]:
    """Return each service, practice and condition that can be opened in turn."""
    found: type[Service] = request.param
    return found


@pytest.fixture(scope="session", params=WITH_TWINS, ids=named)
def with_twins(request: pytest.FixtureRequest) -> type[Service]:
    """Return each service and practice in turn: they have twins."""
    found: type[Service] = request.param
    return found


@pytest.fixture(scope="session")
def baseline(bench: Bench) -> Played:
    """Return the arm without services."""
    return bench.play()


@pytest.fixture(scope="session")
def every_service(bench: Bench) -> tuple[Programme, ...]:
    """Return what every service opens, all at once."""
    return bench.all_opened()


@pytest.fixture(scope="session")
def busy_arm(bench: Bench, every_service: tuple[Programme, ...]) -> Played:
    """Return the arm with every service, played in steps of a week."""
    return bench.play(*every_service)


@pytest.fixture(scope="session")
def helped_twice() -> Callable[[Played], bool]:
    """Return a look at whether anybody is supported by two services at this moment."""

    def look(played: Played) -> bool:
        rows = played.population.enrolments
        here = rows[(rows["status"] == Enrolled.SUPPORTED) & (rows["of"] == 0)]
        return bool(np.unique(here["member"]).size < here.size)

    return look


@pytest.fixture(scope="session")
def measure() -> Callable[[str], int]:
    """Return where a measure stands in the table of measures."""
    return BY_NAME.__getitem__

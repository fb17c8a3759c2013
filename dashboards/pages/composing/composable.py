"""What a scenario can be put together from: every service, practice and condition of the library."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from agents.words import capital
from dashboards.pages.fields import Option
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario, list_scenarios
from simulation.services.declaration import Sort


@dataclass(frozen=True)
class Composable:
    """Hold one thing that can be opened, as a scenario of the library opens it.

    Attributes
    ----------
    name, label
        What it is called in a link, and on screen.
    sort
        Service, practice or condition.
    said
        What the scenario says of it.
    scenario
        The scenario it is taken from: the one that opens least besides.
    """

    name: str
    label: str
    sort: Sort
    said: Mapping[str, Any]
    scenario: Scenario

    @property
    def kind(self) -> str:
        """Return which kind of thing it is."""
        return str(self.said["kind"])


@cache
def composables() -> Mapping[str, Composable]:
    """Return everything that can be opened, by name, services first."""
    found: dict[str, Composable] = {}
    simple = sorted(list_scenarios(), key=lambda one: len(one.interventions))
    for scenario in simple:
        for said in () if scenario.twin_of else scenario.interventions:
            one = _composable(said, scenario)
            found.setdefault(one.name, one)
    order = list(Sort)
    every = sorted(found.values(), key=lambda one: (order.index(one.sort), one.label.casefold()))
    return MappingProxyType({one.name: one for one in every})


def _composable(said: Mapping[str, Any], scenario: Scenario) -> Composable:
    kind = kinds()[said["kind"]]
    alone = len(scenario.interventions) == 1
    titled = kind.titled(said)
    label = scenario.title if alone else capital(titled)
    return Composable(kind.called(said).replace("_", "-"), label, kind.sort, said, scenario)


def offered(sort: Sort) -> tuple[Option, ...]:
    """Return everything of a sort as a list to tick."""
    return tuple(Option(one.name, one.label) for one in composables().values() if one.sort is sort)

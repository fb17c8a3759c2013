"""The members a portfolio is made of: scenarios that open something with a cost, each by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scenarios.adopting.sites import central_plan, sites_of
from scenarios.intervention_schema import kinds
from scenarios.many.rollout import later
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from simulation.errors import DoorwaysError
from simulation.services.declaration import Sort

MOST_MEMBERS: Final = 12
_NAME: Final = "portfolio"


@dataclass(frozen=True)
class Members:
    """Hold the members.

    Attributes
    ----------
    scenarios
        Each by itself.
    whole
        All of them in one scenario, from which every mix takes its own.
    """

    scenarios: tuple[Scenario, ...]
    whole: Scenario

    @property
    def titles(self) -> tuple[str, ...]:
        """Return what they are called on screens."""
        return tuple(one.title for one in self.scenarios)

    def opened(self, slots: Sequence[tuple[int, int]], months: float) -> list[Mapping[str, Any]]:
        """Return what some members open, each so many steps later than its file says.

        Parameters
        ----------
        slots
            Number of each member and its steps.
        months
            Length of a step.
        """
        return [
            spec
            for member, steps in sorted(slots)
            for spec in later(self.scenarios[member], steps * months).interventions
        ]


def members_of(request: CompareRequest, names: Sequence[str | Scenario]) -> Members:
    """Return the members of these names or files.

    Raises
    ------
    DoorwaysError
        When there are too few or too many, two open the same thing or believe different things, or one
        opens nothing that costs.
    """
    if not 1 < len(names) <= MOST_MEMBERS:
        rule = f"A portfolio chooses among 2 to {MOST_MEMBERS} scenarios."
        raise DoorwaysError("portfolio", len(names), rule, "Name more, or fewer.")
    scenarios = tuple(load_scenario(one) if isinstance(one, str) else one for one in names)
    _refuse_twice(scenarios)
    for one in scenarios:
        _refuse_free(request, one)
    whole = Scenario(
        _NAME,
        "All members together",
        interventions=tuple(spec for one in scenarios for spec in one.interventions),
        parameters={name: value for one in scenarios for name, value in one.parameters.items()},
    )
    return Members(scenarios, whole)


def _refuse_twice(scenarios: Sequence[Scenario]) -> None:
    """Check that no two members open the same thing, or set one belief in two ways."""
    opens: dict[str, str] = {}
    believes: dict[str, tuple[str, Any]] = {}
    for one in scenarios:
        for spec in one.interventions:
            name = kinds()[spec["kind"]].called(spec)
            if name in opens:
                rule = (
                    f"{opens[name]} and {one.name} both open it: a mix of them would open it twice."
                )
                step = "Leave one of them out, or give what it opens a name of its own."
                raise DoorwaysError("portfolio", name, rule, step)
            opens[name] = one.name
        for name, value in one.parameters.items():
            if believes.setdefault(name, (one.name, value))[1] != value:
                rule = f"{believes[name][0]} and {one.name} believe different things of it."
                raise DoorwaysError("portfolio", name, rule, "Have them believe the same.")


def _refuse_free(request: CompareRequest, scenario: Scenario) -> None:
    """Check that a member opens something whose cost is known: a budget cannot choose what is free."""
    made = central_plan(replace(request, scenario=scenario), services=False)
    if not any(
        line.running or line.opening for one in sites_of(made, *Sort) for line in one.site.costs
    ):
        rule = "What it opens has no cost here, so no budget could say no to it."
        step = "Leave it out, put its cost into its file, or have it in the baseline."
        raise DoorwaysError("portfolio", scenario.name, rule, step)

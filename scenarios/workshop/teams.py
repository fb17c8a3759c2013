"""Teams under one budget: what can be mixed, what a mix costs over the years, and what it does."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from scenarios.adopting.sites import central_plan, sites_of
from scenarios.compare import Runner, RunStore, compare
from scenarios.comparison import TOTAL, Comparison
from scenarios.intervention_schema import kinds
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, list_scenarios
from simulation.costs import service_money
from simulation.errors import DoorwaysError
from simulation.names import check_name
from simulation.runner.execution import USUAL, Execution
from simulation.services.declaration import Sort

#: What a board shows of every team: four outcomes and what the council spends, none above the others.
OUTCOMES: Final = (
    "children_looked_after",
    "placement_moves",
    "missing_episodes",
    "in_families",
    "cost_council",
)


@dataclass(frozen=True)
class Priced:
    """Offer one scenario of the library, with what it costs over all years of a request, pounds."""

    scenario: Scenario
    price: float


def price_of(request: CompareRequest, scenario: Scenario) -> float:
    """Return what a scenario's services and practices cost over the years of a request, pounds.

    Everything by all payers, undiscounted, at central prices: to the penny what a run counts as the
    cost of services, and no run is made.
    """
    made = central_plan(replace(request, scenario=scenario), services=False)
    sites = sites_of(made, *Sort)
    rows, costs = [one.row(request.years) for one in sites], [one.site.costs for one in sites]
    return float(service_money(rows, costs, request.years).paid.sum())


def offered() -> list[Scenario]:
    """Return the library's scenarios that can be mixed: each opens what none before it does, and believes nothing of its own."""
    taken: set[str] = set()
    found = []
    for one in list_scenarios():
        opens = {kinds()[spec["kind"]].called(spec) for spec in one.interventions}
        if opens and not one.twin_of and not one.parameters and not opens & taken:
            taken |= opens
            found.append(one)
    return found


def menu(request: CompareRequest) -> list[Priced]:
    """Return every scenario that can be mixed and costs something in a council, the cheapest first."""
    every = [Priced(one, price_of(request, one)) for one in offered()]
    return sorted((one for one in every if one.price > 0.0), key=lambda one: one.price)


def mixed(names: Sequence[str], name: str, title: str) -> Scenario:
    """Return scenarios of the library as one.

    Raises
    ------
    DoorwaysError
        When one cannot be mixed, or is named twice.
    """
    known = {one.name: one for one in offered()}
    for k, one in enumerate(names):
        check_name("service", one, known, "It is not among those that can be mixed.")
        if one in names[:k]:
            raise DoorwaysError("service", one, "It is in the mix already.", "Name it once.")
    chosen = [known[one] for one in names]
    return Scenario(
        name,
        title,
        " and ".join(one.title for one in chosen),
        tuple(spec for one in chosen for spec in one.interventions),
    )


def check_budget(request: CompareRequest, mix: Scenario, budget: float) -> float:
    """Return what a mix costs, pounds, once it is known to be within a budget.

    Raises
    ------
    DoorwaysError
        When it costs more.
    """
    price = price_of(request, mix)
    if price > budget:
        rule = (
            f"It costs £{price:,.0f} over {request.years} years, and the budget is £{budget:,.0f}."
        )
        raise DoorwaysError("mix", mix.title, rule, "Leave something out.")
    return price


def tried(
    request: CompareRequest,
    mix: Scenario,
    *,
    execution: Execution = USUAL,
    store: RunStore | None = None,
    runner: Runner | None = None,
) -> dict[str, Any]:
    """Return what a mix costs and does, in the futures of a request.

    Returns
    -------
    dict
        `price`, pounds; `outcomes`: of each of `OUTCOMES`, over all years, its `label`, `kind`, `verdict`
        and difference: `mean`, `low` and `high` (where one future lies 9 times in 10), `mean_low` and
        `mean_high` (the 95% interval of the average).

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When a future fails.
    """
    asked = replace(request, scenario=mix)
    found = compare(asked, execution=execution, store=store, runner=runner)
    return {
        "price": price_of(request, mix),
        "outcomes": [_outcome(found, name) for name in OUTCOMES],
    }


def _outcome(found: Comparison, name: str) -> dict[str, Any]:
    row = found.row(name, TOTAL)
    gap = row["difference"]
    ends = ("mean", "low", "high", "mean_low", "mean_high")
    return {
        "name": name,
        **{key: row[key] for key in ("label", "kind", "verdict")},
        **{end: gap[end] for end in ends},
    }

"""Teams: a mix's price is what a run counts, a budget says no, and the outcomes are the comparison's."""

from dataclasses import replace

import pytest

from scenarios.compare import compare, make_plan
from scenarios.comparison import TOTAL
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario, load_scenario
from scenarios.workshop.teams import (
    OUTCOMES,
    check_budget,
    menu,
    mixed,
    offered,
    price_of,
    tried,
)
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution
from simulation.runner.worker import yearly_values

REQUEST = CompareRequest(authority="Rutland", years=2, replicates=2, seed=3)
COSTS = BY_NAME["cost_services_gross"]


@pytest.mark.parametrize("one", offered(), ids=lambda one: one.name)
def test_a_price_is_what_a_run_counts(one: Scenario) -> None:
    """Of each scenario that can be mixed, to the penny, with no run made for it."""
    asked = replace(REQUEST, scenario=one, central=True)
    base, there = (values[COSTS].sum() for values in yearly_values(make_plan(asked).tasks[0]))
    assert price_of(REQUEST, one) == pytest.approx(there - base, abs=0.01)


def test_a_mix_costs_what_its_parts_do() -> None:
    """Prices add up, and only what fits a budget passes it."""
    names = ["act", "mockingbird"]
    mix = mixed(names, "team-1", "Team 1")
    price = sum(price_of(REQUEST, load_scenario(name)) for name in names)
    assert check_budget(REQUEST, mix, price + 1) == pytest.approx(price)
    with pytest.raises(DoorwaysError, match="Leave something out"):
        check_budget(REQUEST, mix, price - 1)


def test_the_menu_begins_with_the_cheapest() -> None:
    """It offers what costs something, each thing once."""
    found = menu(REQUEST)
    prices = [one.price for one in found]
    assert prices == sorted(prices)
    assert prices[0] > 0
    assert len({one.scenario.name for one in found}) == len(found) > 10


@pytest.mark.parametrize(
    ("names", "says"), [(["acct"], "Did you mean act"), (["act", "act"], "in the mix already")]
)
def test_what_cannot_be_mixed_is_refused(names: list[str], says: str) -> None:
    """An unknown name, or one that stands twice."""
    with pytest.raises(DoorwaysError, match=says):
        mixed(names, "team-1", "Team 1")


def test_what_a_mix_does_is_its_comparison() -> None:
    """Five numbers with their intervals, of the same futures as `doorways compare` runs."""
    mix = mixed(["act"], "team-1", "Team 1")
    here = Execution(workers=1)
    found = tried(REQUEST, mix, execution=here)
    asked = compare(replace(REQUEST, scenario=mix), execution=here)
    assert [one["name"] for one in found["outcomes"]] == list(OUTCOMES)
    for one in found["outcomes"]:
        gap = asked.row(one["name"], TOTAL)["difference"]
        assert {end: one[end] for end in ("mean", "low", "high")} == {
            end: gap[end] for end in ("mean", "low", "high")
        }
        assert one["low"] <= one["mean"] <= one["high"]

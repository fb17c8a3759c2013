"""Nobody and nothing is lost: children, places, hub places and money, week by week."""

from typing import Any

import numpy as np
import pytest

from simulation.compile import TABLES
from simulation.costs import PAYERS, UnitCosts, discount
from simulation.discover import model_rules
from simulation.outcomes.cells import CELLS, PLACEMENT_CELLS
from simulation.outcomes.measures import BY_NAME
from simulation.outcomes.readout import ENTRY_PROCESSES, EXIT_PROCESSES
from simulation.outcomes.tally import Tally
from simulation.simulate import run_years, start
from simulation.testing import Played, broken_balances, recounted

WEEKS = 52
ARMS = ("baseline", "real", "null")


def arm_specs(specs: Any, arm: str) -> list[Any]:
    """Return the services of an arm."""
    hub = specs["no_wrong_door"]
    return {"baseline": [], "real": [hub], "null": [{**hub, "twin": "null"}]}[arm]


def stocks(played: Played) -> dict[str, int]:
    """Return who is in each cell by the engine's own running counts."""
    now = played.state.first_stock + played.state.stock_change.sum(axis=0)
    return {name: int(now[i]) for i, name in enumerate(CELLS)}


@pytest.mark.parametrize("arm", ARMS)
def test_everything_adds_up_every_week(bench: Any, specs: Any, arm: str) -> None:
    """Each week statuses, placements, carers' places, lists and counted cells all agree."""
    played = bench.play(*arm_specs(specs, arm), step_days=None)
    sizes = [getattr(played.population, name).size for name in TABLES]
    for week in range(int(bench.years * WEEKS)):
        played.advance((week + 1) / WEEKS)
        assert (week, broken_balances(played.population)) == (week, [])
        assert (week, stocks(played)) == (week, recounted(played.population))
    assert [getattr(played.population, name).size for name in TABLES] == sizes
    assert np.unique(played.population.young_people["uid"]).size == sizes[0]


def test_the_balances_see_what_is_wrong(bench: Any, specs: Any) -> None:
    """A place, a list or a status that is off by one is named, so the law above can fail."""
    arm = bench.play(specs["no_wrong_door"])
    assert broken_balances(arm.population) == []
    for table, column in (
        ("carers", "filled"),
        ("carers", "missing"),
        ("hubs", "active"),
        ("hubs", "waiting"),
        ("families", "known"),
        ("young_people", "placement"),
        ("young_people", "hub_state"),
    ):
        broken = arm.population.fork()
        getattr(broken, table)[column][0] += 1
        assert broken_balances(broken), (table, column)


@pytest.mark.parametrize("arm", ARMS)
def test_start_and_entries_less_exits_is_the_end(bench: Any, specs: Any, arm: str) -> None:
    """In each year those looked after change by exactly the starts and ends of care."""
    played = bench.play(*arm_specs(specs, arm))
    tally = Tally(model_rules(), played.state, int(bench.years))
    entries, exits = tally.events(*ENTRY_PROCESSES), tally.events(*EXIT_PROCESSES)
    first = played.state.first_stock[CELLS.index("looked_after")]
    assert entries.min() > 0
    assert np.array_equal(tally.stock("looked_after"), first + np.cumsum(entries - exits))


def test_time_in_placements_is_time_in_care(bench: Any, specs: Any) -> None:
    """Exact child-weeks by kind of placement add up to the child-weeks looked after."""
    played = bench.play(specs["no_wrong_door"])
    exposure = Tally(model_rules(), played.state, int(bench.years)).exposure
    parts = exposure[:, [CELLS.index(name) for name in PLACEMENT_CELLS]].sum(axis=1)
    assert np.allclose(parts, exposure[:, CELLS.index("looked_after")], rtol=1e-12)
    assert (exposure >= -1e-9).all()


def test_time_in_care_is_that_of_the_log(bench: Any, specs: Any) -> None:
    """Child-weeks looked after equal the time between each child's entries and exits in the log."""
    played = bench.play(specs["no_wrong_door"])
    log, years = played.log, bench.years
    exposure = Tally(model_rules(), played.state, int(years)).exposure[
        :, CELLS.index("looked_after")
    ]
    starts = log.only(*ENTRY_PROCESSES).times
    ends = log.only(*EXIT_PROCESSES).times
    at_first = played.state.first_stock[CELLS.index("looked_after")]
    years_in_care = at_first * years + (years - starts).sum() - (years - ends).sum()
    assert exposure.sum() == pytest.approx(years_in_care * 365.25 / 7, rel=1e-9)


@pytest.mark.parametrize("arm", ARMS)
def test_money_adds_up(bench: Any, specs: Any, arm: str) -> None:
    """What the payers pay adds up, discounted, to the total; the hub is part of the council's."""
    run = start(bench.people.fork(), arm_specs(specs, arm), bench.values, 1, 0, bench.years)
    values, _ = run_years(run, int(bench.years), 7.0)
    by_payer = np.array([values[BY_NAME[f"cost_{payer}"]] for payer in PAYERS])
    factors = discount(int(bench.years), UnitCosts.from_parameters(bench.values).discount)
    assert (by_payer > 0).all()
    assert np.allclose(by_payer.sum(axis=0) * factors, values[BY_NAME["cost_total"]], rtol=1e-12)
    hub = values[BY_NAME["cost_services_gross"]]
    assert (hub > 0).any() == (arm != "baseline")
    assert (values[BY_NAME["cost_services_incremental"]] <= hub).all()
    assert (hub <= values[BY_NAME["cost_council"]]).all()

"""Nobody and nothing is lost: children, members, places and money, week by week."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from agents.codes import Enrolled, Member, Status
from simulation.compile import RuleSet
from simulation.costs import PAYERS, UnitCosts, discount
from simulation.kinds import TABLES
from simulation.outcomes.cells import CELLS, PLACEMENT_CELLS
from simulation.outcomes.event_names import ENTRY_PROCESSES, EXIT_PROCESSES
from simulation.outcomes.tally import Tally
from simulation.services.declaration import Programme, Sort
from simulation.testing import Played, broken_balances, recounted

WEEKS = 52
ARMS = ("baseline", "real", "null")


def arm_of(bench: Any, arm: str) -> tuple[Programme, ...]:
    """Return what an arm opens: nothing, all services at once, or all their null twins."""
    opened: dict[str, Callable[[], tuple[Programme, ...]]] = {
        "baseline": tuple,
        "real": bench.all_opened,
        "null": lambda: bench.all_opened(twin="null"),
    }
    return opened[arm]()


def stocks(played: Played) -> dict[str, int]:
    """Return who is in each cell by the engine's own running counts."""
    now = played.state.first_stock + played.state.stock_change.sum(axis=0)
    return {name: int(now[i]) for i, name in enumerate(CELLS)}


def adds_up_every_week(bench: Any, played: Played) -> None:
    """Check balances and counts at the end of each week."""
    sizes = [getattr(played.population, name).size for name in TABLES]
    for week in range(int(bench.years * WEEKS)):
        played.advance((week + 1) / WEEKS)
        assert (week, broken_balances(played.population)) == (week, [])
        assert (week, stocks(played)) == (week, recounted(played.population))
    assert [getattr(played.population, name).size for name in TABLES] == sizes
    assert np.unique(played.population.young_people["uid"]).size == sizes[0]


@pytest.mark.parametrize("arm", ARMS)
def test_everything_adds_up_every_week(bench: Any, arm: str) -> None:
    """Each week statuses, placements, carers' places, lists and counted cells all agree."""
    adds_up_every_week(bench, bench.play(*arm_of(bench, arm), step_days=None))


def test_each_service_by_itself_adds_up_every_week(bench: Any, service: Any) -> None:
    """The same with one service alone, each in turn; a service does support somebody."""
    arm = bench.play(bench.opened(service), step_days=None)
    adds_up_every_week(bench, arm)
    supports = arm.log.only("support_start").times.size > 0
    assert supports == (service.sort is Sort.SERVICE)


#: What may be off by one: a column of the first row of a table that is in use.
OFF_BY_ONE = (
    ("carers", "filled"),
    ("carers", "missing"),
    ("carers", "helped"),
    ("markets", "places"),
    ("markets", "filled"),
    ("families", "known"),
    ("families", "cared"),
    ("families", "helped"),
    ("services", "active"),
    ("services", "waiting"),
    ("services", "kind"),
    ("enrolments", "status"),
    ("young_people", "placement"),
    ("young_people", "waiting"),
    ("young_people", "supported"),
    ("young_people", "helped"),
    ("young_people", "beside"),
)


@pytest.mark.parametrize(("table", "column"), OFF_BY_ONE)
def test_the_balances_see_what_is_wrong(busy_arm: Played, table: str, column: str) -> None:
    """A place, a list or a status that is off by one is named, so the law above can fail."""
    assert broken_balances(busy_arm.population) == []
    broken = busy_arm.population.fork()
    rows = getattr(broken, table)
    # Whoever lives with a carer: kinds without carers look alike to the balances.
    in_use = {"services": "active", "enrolments": "strength", "young_people": "carer"}.get(
        table, "uid"
    )
    rows[column][np.flatnonzero(rows[in_use] > 0)[0]] += 1
    assert broken_balances(broken)


def test_the_balances_see_a_free_place_beyond_the_limit(busy_arm: Played) -> None:
    """A household beyond its usual limit is full: its further place goes with whoever leaves."""
    broken = busy_arm.population.fork()
    carers = broken.carers
    carers["beyond"][np.flatnonzero(carers["filled"] < carers["places"])[0]] = 1
    assert broken_balances(broken) == ["a carer who took one beyond the limit has a place free"]


def full_row(population: Any) -> int:
    """Return the row of an enrolment that is supported now."""
    return int(np.flatnonzero(population.enrolments["status"] == Enrolled.SUPPORTED)[0])


def test_the_balances_see_who_is_lost(busy_arm: Played) -> None:
    """One left off a waiting list or over capacity, gone or helped too strongly is noticed too."""
    busy = busy_arm.population
    waiting = np.flatnonzero(busy.services["first_waiting"] >= 0)
    assert waiting.size
    lost = busy.fork()
    lost.services["first_waiting"][waiting[0]] = -1
    assert any("chained" in fault for fault in broken_balances(lost))
    full = np.flatnonzero(busy.services["active"] > 0)
    crowded = busy.fork()
    crowded.services["capacity"][full[0]] = crowded.services["active"][full[0]] - 1
    assert broken_balances(crowded) == ["a site supports more members than its capacity"]
    gone = busy.fork()
    rows = gone.enrolments
    kept = (rows["status"] == Enrolled.SUPPORTED) & (rows["of"] == Member.YOUNG_PERSON)
    gone.young_people["status"][rows["member"][kept][0]] = Status.GONE
    assert any("no longer followed" in fault for fault in broken_balances(gone))
    astray = busy.fork()
    astray.enrolments["site"][full_row(busy)] = -1
    assert "an enrolment's site and state do not agree" in broken_balances(astray)
    strong = busy.fork()
    strong.enrolments["strength"][0] = 1.5
    assert broken_balances(strong) == ["the strength of support is not 0 to 1"]


def test_somebody_is_in_two_services_at_once(
    bench: Any, every_service: Any, helped_twice: Callable[[Played], bool]
) -> None:
    """Where several services are open, some young person is supported by two at a moment."""
    arm = bench.play(*every_service, step_days=None)
    seen = []
    for week in range(int(bench.years * WEEKS)):
        arm.advance((week + 1) / WEEKS)
        seen.append(helped_twice(arm))
    assert any(seen)


@pytest.mark.parametrize("arm", ARMS)
def test_start_and_entries_less_exits_is_the_end(bench: Any, rules: RuleSet, arm: str) -> None:
    """In each year those looked after change by exactly the starts and ends of care."""
    played = bench.play(*arm_of(bench, arm))
    tally = Tally(rules, played.state, int(bench.years))
    entries, exits = tally.events(*ENTRY_PROCESSES), tally.events(*EXIT_PROCESSES)
    first = played.state.first_stock[CELLS.index("looked_after")]
    assert entries.min() > 0
    assert np.array_equal(tally.stock("looked_after"), first + np.cumsum(entries - exits))


def test_time_in_placements_is_time_in_care(bench: Any, rules: RuleSet, busy_arm: Played) -> None:
    """Exact child-weeks by kind of placement add up to the child-weeks looked after."""
    exposure = Tally(rules, busy_arm.state, int(bench.years)).exposure
    parts = exposure[:, [CELLS.index(name) for name in PLACEMENT_CELLS]].sum(axis=1)
    assert np.allclose(parts, exposure[:, CELLS.index("looked_after")], rtol=1e-12)
    assert (exposure >= -1e-9).all()


def test_time_in_care_is_that_of_the_log(bench: Any, rules: RuleSet, busy_arm: Played) -> None:
    """Child-weeks looked after equal the time between each child's entries and exits in the log."""
    log, years = busy_arm.log, bench.years
    in_care = CELLS.index("looked_after")
    exposure = Tally(rules, busy_arm.state, int(years)).exposure[:, in_care]
    starts = log.only(*ENTRY_PROCESSES).times
    ends = log.only(*EXIT_PROCESSES).times
    at_first = busy_arm.state.first_stock[in_care]
    years_in_care = at_first * years + (years - starts).sum() - (years - ends).sum()
    assert exposure.sum() == pytest.approx(years_in_care * 365.25 / 7, rel=1e-9)


@pytest.mark.parametrize("arm", ARMS)
def test_money_adds_up(bench: Any, measure: Callable[[str], int], arm: str) -> None:
    """What the payers pay adds up, discounted, to the total; services are part of it."""
    values = bench.measures(*arm_of(bench, arm))
    by_payer = np.array([values[measure(f"cost_{payer}")] for payer in PAYERS])
    factors = discount(int(bench.years), UnitCosts.from_parameters(bench.values).discount)
    # In a small council nobody may be charged in a year.
    assert (by_payer >= 0).all()
    assert (by_payer.sum(axis=1) > 0).all()
    assert np.allclose(by_payer.sum(axis=0) * factors, values[measure("cost_total")], rtol=1e-12)
    gross = values[measure("cost_services_gross")]
    assert (gross > 0).any() == (arm != "baseline")
    assert (values[measure("cost_services_incremental")] <= gross).all()
    assert (gross <= by_payer.sum(axis=0)).all()


def test_each_payer_pays_its_part_of_a_service(
    bench: Any, with_twins: Any, measure: Callable[[str], int]
) -> None:
    """A null twin adds to each payer what its lines say of that payer, and nothing to others."""
    twin = bench.opened(with_twins, twin="null")
    before, after = bench.measures(), bench.measures(twin)
    paying = {line.payer for site in twin.sites for line in site.costs if line.running > 0}
    extra = {payer: (after - before)[measure(f"cost_{payer}")].sum() for payer in PAYERS}
    assert {payer for payer in PAYERS if extra[payer] > 0} == paying
    gross = after[measure("cost_services_gross")].sum()
    assert sum(extra.values()) == pytest.approx(gross, rel=1e-9)

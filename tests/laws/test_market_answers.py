"""Supply answers to scarcity as declared: nothing where it is told to, and back to rest as fast as closed form says."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from agents.codes import CARER_UID, Opening, Placement, Status
from agents.lengths import QUARTER, TEEN
from agents.population import Population
from agents.schema import CARER
from agents.synthesis.market import MARKETS
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for
from simulation.compile import RuleSet
from simulation.discover import model_rules
from simulation.outcomes.measures import BY_NAME
from simulation.placing import KINDS
from simulation.processes.carer_applying import CarerApplying
from simulation.processes.carer_exit import CarerExit
from simulation.processes.carer_opening import CarerOpening
from simulation.processes.market_review import MarketReview
from simulation.simulate import Run, run_years, start
from simulation.testing import Played, first_difference, play, rules_for, toy_population

COUNCIL = profile("Wiltshire")
HOMES = int(Placement.CHILDRENS_HOME)
ANSWERS = (
    "market_join_by_scarcity",
    "market_leave_by_scarcity",
    "market_join_by_price",
    "market_leave_by_price",
    "price_by_scarcity",
)
NO_ANSWER: Mapping[str, Any] = {name: (0.0,) * KINDS for name in ANSWERS}
FEW = rules_for(CarerApplying, CarerExit, CarerOpening, MarketReview)
#: Leaving per year, answers of joining and leaving, and the occupancy at rest of the closed form.
LEAVING, JOINS, LEAVES, USUAL = 0.2, 3.0, 1.0, 0.8


def people(years: float = 3.0, **overrides: Any) -> tuple[Population, dict[str, Any]]:
    """A council's population and the values it was made with."""
    p = parameters_for(COUNCIL, overrides=overrides)
    return synthesise(COUNCIL, p, 1, 0, years), p


def model_run(years: int, specs: tuple[Any, ...] = (), **overrides: Any) -> tuple[Run, Any]:
    """A run of the whole model, and its measures by year."""
    population, p = people(float(years), **overrides)
    run = start(population, specs, p, 1, 0, float(years), place=COUNCIL.code)
    return run, run_years(run, years, 28.0)[0]


def providers(at_rest: int, first: float, most: float) -> Population:
    """Homes of one place each, `first` times as many as at rest, and who may join within a year."""
    usual = round(at_rest * LEAVING)
    open_now, may = round(at_rest * first), round(usual * most)
    table = np.zeros(open_now + may, CARER).view(np.recarray)
    table.uid = CARER_UID + np.arange(table.size)
    table.placement, table.places = HOMES, 1
    table.first_resident = table.first_enrolment = table.site = -1
    table.status[:open_now], table.status[open_now:] = int(Opening.OPEN), int(Opening.PROSPECT)
    coming = np.arange(may)
    # Marks and dates run through each other, so that any mark comes at any time.
    table.opens[open_now:] = (coming + 0.5) / may
    table.mark[open_now:] = most * np.modf(coming * (np.sqrt(5.0) - 1.0) / 2)[0]
    population = toy_population(0)
    population.carers = table
    population.sort_places()
    return population


def relaxing(at_rest: int, first: float) -> Played:
    """A year of a market whose demand stands still, from some ratio of places to those at rest."""
    population = providers(at_rest, first, 4.0)
    population.markets.usual[HOMES], population.markets.status[HOMES] = USUAL, int(Opening.OPEN)
    only = np.eye(KINDS)[HOMES]
    values = NO_ANSWER | {
        "carer_exit_hazard": LEAVING * only,
        "carer_exit_strain": 0.0,
        "carer_exit_differs": 0.0,
        "market_response": 1.0,
        "market_join_most": 4.0,
        "market_join_lag": 0.0 * only,
        "market_join_by_scarcity": JOINS * only,
        "market_leave_by_scarcity": LEAVES * only,
        "market_felt_years": 0.01,
        "market_trend_years": 1.0,
        "market_wider_places": 0.1,
        "price_answer_years": 1.0,
    }
    played = play(FEW, population, values, step_days=None)
    played.world.markets.began[HOMES] = at_rest
    # Those who need a place are as many whoever opens or closes: nobody lives here in this toy.
    played.world.markets.filled[HOMES] = round(at_rest * USUAL)
    played.advance(1.0, 28.0)
    return played


@pytest.mark.parametrize("first", [1.1, 0.9])
def test_places_come_back_to_rest_as_fast_as_the_closed_form_says(first: float) -> None:
    """A tenth too many or few places shrinks each quarter by the factor of the linear rate equation.

    Joining answers with 3, leaving with 1, a fifth leave a year: over a quarter in which answers stand still,
    1 - 4 (1 - exp(-x/4)) = 0.805. Of 40,000 homes chance moves the log by 0.003; reach 0.012.
    """
    at_rest = 40_000
    played = relaxing(at_rest, first)
    kept = np.exp(-LEAVING * QUARTER)
    wanted = np.log(first) * (1.0 - (JOINS + LEAVES) * (1.0 - kept)) ** 4
    seen = np.log(played.world.markets.places[HOMES] / at_rest)
    assert seen == pytest.approx(wanted, abs=0.012)


def test_a_market_at_rest_stays_there() -> None:
    """With as many places as at rest their number moves by chance only (four standard errors)."""
    played = relaxing(40_000, 1.0)
    assert np.log(played.world.markets.places[HOMES] / 40_000) == pytest.approx(0.0, abs=0.013)


@pytest.mark.slow
def test_the_switch_leaves_the_run_as_it_is_without_a_market() -> None:
    """With no response each event is, to the bit, that of rules which know no market at all."""
    rules = model_rules()
    gone = {MarketReview, CarerApplying}
    without = RuleSet(
        tuple(p for p in rules.processes if p not in gone),
        rules.services,
        rules.cells,
        rules.occupied,
    )
    logs = [play(one, *people(2.0, market_response=0.0), years=2.0).log for one in (rules, without)]
    assert logs[0].times.size > 1_000
    assert not first_difference(*logs)


def test_nothing_answers_where_every_elasticity_is_none() -> None:
    """Leaving and prices stay at 1 exactly, joining as near as numbers of providers do, and spares stay away.

    Seen over 10,000 places of neighbours, a council's own move joining by under a hundredth.
    """
    still = {"national_trend": 0.0, "carer_exit_strain": 0.0, "years_luck": 0.0}
    still["market_wider_places"] = 1e4
    run, _ = model_run(3, **NO_ANSWER, **still)
    markets, carers = run.population.markets, run.population.carers
    assert np.isin(markets.status[list(MARKETS)], int(Opening.OPEN)).all()
    assert markets.joins == pytest.approx(np.ones(KINDS), abs=0.01)
    assert (markets.leaves == 1.0).all()
    assert (markets.premium == 1.0).all()
    louder = carers[(carers.mark >= 1.01) & (carers.opens <= 3.0)]
    assert louder.size
    assert not np.isin(louder.status, [int(Opening.OPEN), int(Opening.FUTURE)]).any()


def test_carers_lost_are_made_good_later() -> None:
    """Where half of the council's foster carers stop at once, more join in the next years, and prices rise."""
    kind = int(Placement.FOSTER_IN_HOUSE)
    count = int((people()[0].carers.placement == kind).sum()) // 4
    loss = {"kind": "providers_close", "provider": "foster_in_house", "number": count, "month": 1}
    (usual, joined), (lost, joined_after) = model_run(4), model_run(4, (loss,))
    row = BY_NAME["carer_joins"]
    assert joined_after[row, 1:].sum() > 1.1 * joined[row, 1:].sum()
    premium = [run.population.markets.premium[kind, :4].sum() for run in (usual, lost)]
    assert premium[1] > premium[0]


def test_nobody_is_placed_elsewhere_for_want_of_a_bed() -> None:
    """Where no placement of another sort is chosen, whoever is put into one now is counted as unregistered.

    All homes refuse those of 10 and over here, so some are; nobody younger is while there are foster carers.
    """
    p = parameters_for(COUNCIL)
    weights = np.array(p["placement_weight"])
    weights[..., int(Placement.OTHER)] = 0.0
    p |= {"placement_weight": weights, "home_refusal": (1.0,) * 4, "unregistered_share": 1.0}
    population = synthesise(COUNCIL, p, 1, 0, 2.0)
    run = start(population, (), p, 1, 0, 2.0, place=COUNCIL.code)
    run_years(run, 2, 28.0)
    young = population.young_people
    cared = young[(young.status == Status.LOOKED_AFTER) & (young.placed > 0.0)]
    others = cared[(cared.placement == Placement.OTHER) & (cared.uasc == 0)]
    assert others.size > 10
    assert (others.unregistered == 1).all()
    assert (others.placed - others.born >= TEEN).all()
    # Brothers and sisters may join one who lives there.
    alone = (cared.placement == Placement.CHILDRENS_HOME) & (cared.beside == 0)
    assert not alone[cared.placed - cared.born >= TEEN].any()

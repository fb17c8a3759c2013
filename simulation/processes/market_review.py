"""What providers of one kind make of how full they are, and what they ask."""

import math
from typing import Any

from agents.codes import KINDS, Opening
from agents.lengths import MOST_QUARTERS, MOST_YEARS, QUARTER
from agents.parameter import Parameter
from agents.rows import MarketRow
from agents.synthesis.market import BY_STRAIN, JOIN_MOST, RESPONSE
from simulation.bands import quarter_of, year_of
from simulation.draws import Address
from simulation.free_places import PLACE_STARTS, PLACES
from simulation.kinds import CARERS, Kind
from simulation.links import OPEN, touch
from simulation.process import HAPPENED, Process
from simulation.rule import part, rule
from simulation.tables import World

_ELASTICITY = "log ratio per log ratio"


@rule
def pull(row: MarketRow, wider: float) -> float:
    """Return the log of how full places are over how full they usually are.

    Providers serve neighbours too, whose places are as full as usual: the fewer a council uses
    itself, the less it moves.
    """
    return math.log((row.filled / row.usual + wider) / (row.places + wider))


@rule
def faded(first: float, goal: float, times: float) -> float:
    """Return where something is that is drawn from its first value to a goal, after so many mean times."""
    return goal + (first - goal) * math.exp(-times)


@part
def worn(world: World, kind: int, by_strain: float) -> float:
    """Return what strain multiplies leaving by, mean of the providers of a kind who are open."""
    total, count = 0.0, 0
    first = PLACES + world.layout[PLACE_STARTS + kind]
    for k in range(first, PLACES + world.layout[PLACE_STARTS + kind + 1]):
        home = world.carers[world.layout[k]]
        if home.status == OPEN:
            total += math.exp(by_strain * home.strain)
            count += 1
    return total / count if count > 0 else 1.0


@part
def touch_providers(world: World, kind: int) -> None:
    """Look again at every provider of a kind who is open."""
    first = PLACES + world.layout[PLACE_STARTS + kind]
    last = PLACES + world.layout[PLACE_STARTS + kind + 1]
    for k in range(first, last):
        if world.carers[world.layout[k]].status == OPEN:
            touch(world, CARERS, world.layout[k])


class MarketReview(Process):
    """Once a quarter let joining, leaving and the price answer to how full places have been."""

    name = "market_review"
    kind = Kind.MARKET
    statuses = (Opening.OPEN,)
    parameters = (
        RESPONSE,
        JOIN_MOST,
        BY_STRAIN,
        Parameter(
            "market_join_by_scarcity",
            _ELASTICITY,
            0,
            20,
            "Joining, by occupancy over the usual.",
            (KINDS,),
        ),
        Parameter(
            "market_leave_by_scarcity",
            _ELASTICITY,
            0,
            20,
            "Staying, by occupancy over the usual.",
            (KINDS,),
        ),
        Parameter("market_join_by_price", _ELASTICITY, 0, 10, "Joining, by price.", (KINDS,)),
        Parameter("market_leave_by_price", _ELASTICITY, 0, 10, "Staying, by price.", (KINDS,)),
        Parameter(
            "market_wider_places",
            "places",
            0.1,
            1e4,
            "Places of neighbours that the providers of a kind look at as well.",
        ),
        Parameter(
            "market_trend_years",
            "years",
            0.1,
            100,
            "In which the base year's joining less leaving fades, mean.",
        ),
        Parameter("market_felt_years", "years", 0.01, 5, "In which scarcity is felt, mean."),
        Parameter(
            "price_by_scarcity", _ELASTICITY, 0, 10, "Price, by occupancy over the usual.", (KINDS,)
        ),
        Parameter("price_answer_years", "years", 0.01, 10, "In which prices follow, mean."),
    )

    @staticmethod
    def due(now: float, row: MarketRow, world: World, p: Any) -> float:
        """Return the beginning of the next quarter."""
        return row.next_review

    @staticmethod
    def happen(now: float, row: MarketRow, world: World, p: Any, draw: Address) -> int:
        """Feel scarcity, set the price, and with both how many join and leave."""
        kind, year, answers = row.placement, min(year_of(now), MOST_YEARS - 1), p.market_response
        row.scarcity = faded(
            row.scarcity, pull(row, p.market_wider_places), QUARTER / p.market_felt_years
        )
        asked = answers * p.price_by_scarcity[kind] * row.scarcity
        row.answer = faded(row.answer, asked, QUARTER / p.price_answer_years)
        # What conditions do to the price is in the premium from the start; scarcity comes on top.
        quarter = min(quarter_of(now), MOST_QUARTERS - 1)
        room = row.most[quarter] - row.path[year]
        extra = min(row.answer + row.given[quarter], room)
        alone = min(row.given[quarter], room)
        row.premium[year] += QUARTER * (math.exp(extra) - math.exp(alone))
        price = row.path[year] + extra
        call = p.market_join_by_scarcity[kind] * row.scarcity + p.market_join_by_price[kind] * price
        hold = (
            p.market_leave_by_scarcity[kind] * row.scarcity + p.market_leave_by_price[kind] * price
        )
        # What joined in the base year beyond those who left, or was lacking, was for need that
        # grew or fell: that fades, until those who leave are made good.
        rest = row.rest * worn(world, kind, p.carer_exit_strain)
        usual = faded(1.0, rest, now / p.market_trend_years)
        # Those there are bring others along; where all have left, neighbours do.
        wider = p.market_wider_places
        usual *= (row.places + wider) / (row.began + wider)
        row.joins = min(usual * math.exp(answers * call), p.market_join_most)
        before = row.leaves
        row.leaves = math.exp(-answers * hold)
        if row.leaves != before:
            touch_providers(world, kind)
        row.next_review += QUARTER
        return HAPPENED

"""Whether to open a service: its net benefit, how surely, and what knowing more would be worth."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.figure import bounds, leaves
from calibration.beliefs.evidence.load import figure
from scenarios.average import average_range
from scenarios.prediction import t_quantile
from scenarios.sensitivity.inputs import Input
from scenarios.sensitivity.known import Known, all_known
from scenarios.sensitivity.regress import Smoother
from scenarios.shared import PAIR, Shared, shared_by
from scenarios.statistics import MEAN_LEVEL, estimate
from scenarios.verdict import verdict
from simulation.costs.discounting import DiscountTable, discount
from simulation.outcomes.measures import BY_NAME, MEASURES

type Floats = NDArray[np.float64]

#: The registered figure that sets the scale of the thresholds shown: England's latest outturn for
#: a week of all services per looked-after child.
WEEKLY_COST: Final = "cost_outturn_cla"
#: Registered weekly prices of placements: a value of a week beyond all of them is beyond any bill.
PLACEMENT_PRICES: Final = (
    "cost_residential_week",
    "cost_foster_week",
    "cost_supported_accommodation_week",
    "cost_with_parents_week",
    "cost_adoption_week",
    "cost_other_placement_week",
    "cost_unregistered_week",
)
#: Points of the acceptability curve.
STEPS: Final = 21
#: How far the curve goes beyond the break-even.
PAST_EVEN: Final = 1.5


@dataclass(frozen=True)
class Threshold:
    """Hold the decision at one value of a week of care avoided, beyond what it saves.

    Attributes
    ----------
    pounds
        The value.
    net, low, high
        Expected net benefit of opening against not, in pounds over the horizon, with its 95%
        interval.
    probability
        Share of parameter draws in which opening is the better choice on average over luck.
    futures
        Share of paired futures in which it turned out the better choice.
    verdict
        What the net benefit amounts to, by the rule of every comparison
        (`scenarios.verdict`), set against the size that matters of the total cost.
    """

    pounds: float
    net: float
    low: float
    high: float
    probability: float
    futures: float
    verdict: str


@dataclass(frozen=True)
class Decision:
    """Hold everything about the decision.

    Attributes
    ----------
    thresholds
        Those at which the worth of knowledge was worked out, the asked one first.
    curve
        Evenly spaced thresholds for a picture.
    break_even
        Value of a week at which opening pays for itself on average, to three figures; None when
        it avoids no weeks or costs nothing.
    weeks, weeks_error
        Weeks in care avoided, discounted, average and standard error.
    cost, cost_error
        Cost to all payers, discounted, average and standard error.
    known
        Figures, best first at the asked threshold.
    topics
        Topics of the register and everything together.
    replicates
        Paired futures.
    """

    thresholds: tuple[Threshold, ...]
    curve: tuple[Threshold, ...]
    break_even: float | None
    weeks: float
    weeks_error: float
    cost: float
    cost_error: float
    known: tuple[Known, ...]
    topics: tuple[Known, ...]
    replicates: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def decide(
    inputs: Sequence[Input],
    u: Floats,
    outcomes: Floats,
    parameters: Mapping[str, Any],
    asked: float,
    seed: int,
) -> Decision:
    """Work out the decision from the paired runs of a comparison.

    Parameters
    ----------
    inputs
        All uncertain figures.
    u
        Where each draw has them in their ranges, shape (draws, inputs).
    outcomes
        Measures of both arms by year, shape (2, replicates, measures, years); replicates 2j and
        2j+1 share draw j.
    parameters
        Any replicate's parameters: they hold the discount rates.
    asked
        Pounds that a week of care avoided is worth beyond what it saves.
    seed
        Seed of shuffles and resamples.
    """
    weeks, cost = net_parts(outcomes, parameters)
    by_draw = [part.reshape(-1, PAIR).mean(axis=1) for part in (weeks, cost)]
    saved, spent = (float(part.mean()) for part in by_draw)
    # Three figures: more would claim that the average is known better than it is.
    even = float(f"{spent / saved:.3g}") if saved > 0 and spent > 0 else None
    scale = weekly_cost()
    shown = list(dict.fromkeys([asked, 0.0, scale, *([] if even is None else [even])]))
    top = max(2.0 * scale, asked, 0.0 if even is None else PAST_EVEN * even)
    smoother = Smoother(u)

    size = MEASURES[BY_NAME["cost_total"]].size.of(
        float(outcomes[0, :, BY_NAME["cost_total"]].sum(axis=1).mean())
    )

    def at_value(pounds: Floats) -> tuple[Threshold, ...]:
        return _thresholds(pounds, by_draw, pounds * weeks[:, None] - cost[:, None], smoother, size)

    benefits = np.column_stack([value * by_draw[0] - by_draw[1] for value in shown])
    known, topics = all_known(inputs, u, benefits, seed)
    return Decision(
        thresholds=at_value(np.array(shown)),
        curve=at_value(np.linspace(0.0, top, STEPS)),
        break_even=even,
        weeks=saved,
        weeks_error=_error(by_draw[0]),
        cost=spent,
        cost_error=_error(by_draw[1]),
        known=known,
        topics=topics,
        replicates=len(weeks),
    )


def weekly_cost() -> float:
    """Return England's latest published cost of a week of all services per looked-after child."""
    return list(leaves(figure(WEEKLY_COST).value))[-1]


def net_parts(outcomes: Floats, parameters: Mapping[str, Any]) -> tuple[Floats, Floats]:
    """Return weeks in care avoided and cost to all payers, both discounted, shape (replicates,).

    Weeks are discounted at the rates of money: `cost_total` is discounted already.
    """
    rates, starts = (
        tuple(float(x) for x in np.ravel(parameters[name]))
        for name in ("cost_discount_rates", "cost_discount_from")
    )
    factors = discount(outcomes.shape[-1], DiscountTable(rates, starts))
    gap = outcomes[1] - outcomes[0]
    weeks = gap[:, BY_NAME["weeks_in_care"]] @ factors
    return -weeks, gap[:, BY_NAME["cost_total"]].sum(axis=1)


def dearest_week() -> float:
    """Return the dearest weekly price of a placement that the register holds, range included."""
    found = (figure(name) for name in PLACEMENT_PRICES)
    ends = (end for one in found for end in (one.value, *(bounds(one) or ())))
    return max(price for end in ends for price in leaves(end))


def _thresholds(
    pounds: Floats, by_draw: Sequence[Floats], futures: Floats, smoother: Smoother, size: float
) -> tuple[Threshold, ...]:
    benefits = pounds * by_draw[0][:, None] - by_draw[1][:, None]
    smooth = smoother.fit(benefits)[0]
    reach = t_quantile(MEAN_LEVEL, len(benefits) - 1)
    shared = shared_by(np.arange(len(futures)), central=False)
    return tuple(
        Threshold(
            pounds=float(value),
            net=float(one.mean()),
            low=float(one.mean()) - reach * _error(one),
            high=float(one.mean()) + reach * _error(one),
            probability=float(np.mean(even > 0)),
            futures=float(np.mean(all_of_it > 0)),
            verdict=verdict(_found(all_of_it, shared), size),
        )
        for value, one, even, all_of_it in zip(pounds, benefits.T, smooth.T, futures.T, strict=True)
    )


def _found(x: Floats, shared: Shared) -> dict[str, Any]:
    low, high = average_range(x, shared)
    return estimate(x, shared.clusters) | {"average_low": low, "average_high": high}


def _error(x: Floats) -> float:
    """Return the standard error of the average of independent draws."""
    return float(x.std(ddof=1)) / float(np.sqrt(len(x)))

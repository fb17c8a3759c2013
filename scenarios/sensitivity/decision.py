"""Whether to open a service: its net benefit, how surely, and what knowing more would be worth."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.evidence.figure import leaves
from calibration.evidence.load import figure
from scenarios.sensitivity.inputs import Input
from scenarios.sensitivity.regress import Smoother
from scenarios.sensitivity.request import PAIR
from scenarios.sensitivity.voi import Worth, worth
from scenarios.statistics import MEAN_LEVEL, t_quantile
from simulation.costs.discounting import DiscountTable, discount
from simulation.outcomes.measures import BY_NAME

type Floats = NDArray[np.float64]

#: The registered figure that sets the scale of the thresholds shown: England's latest outturn for
#: a week of all services per looked-after child.
WEEKLY_COST: Final = "cost_outturn_cla"
#: Points of the acceptability curve.
STEPS: Final = 21
#: How far the curve goes beyond the break-even.
PAST_EVEN: Final = 1.5
EVERYTHING: Final = "everything"


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
    """

    pounds: float
    net: float
    low: float
    high: float
    probability: float
    futures: float


@dataclass(frozen=True)
class Known:
    """Hold what knowing one figure, a topic's figures or everything is worth.

    Attributes
    ----------
    name, says
        A figure's id and sentence; a topic of the register; or "everything".
    figures
        How many figures it covers.
    worth
        At each threshold of `Decision.thresholds`.
    """

    name: str
    says: str
    figures: int
    worth: tuple[Worth, ...]

    @property
    def ever_clear(self) -> bool:
        """Tell whether it is worth more than chance at any threshold."""
        return any(one.clear for one in self.worth)


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

    def at_value(pounds: Floats) -> tuple[Threshold, ...]:
        return _thresholds(pounds, by_draw, pounds * weeks[:, None] - cost[:, None], smoother)

    benefits = np.column_stack([value * by_draw[0] - by_draw[1] for value in shown])
    known = [
        Known(one.name, one.says, 1, worth(u[:, [i]], benefits, seed))
        for i, one in enumerate(inputs)
    ]
    return Decision(
        thresholds=at_value(np.array(shown)),
        curve=at_value(np.linspace(0.0, top, STEPS)),
        break_even=even,
        weeks=saved,
        weeks_error=_error(by_draw[0]),
        cost=spent,
        cost_error=_error(by_draw[1]),
        known=tuple(sorted(known, key=_rank)),
        topics=_topics(inputs, u, benefits, seed),
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


def _thresholds(
    pounds: Floats, by_draw: Sequence[Floats], futures: Floats, smoother: Smoother
) -> tuple[Threshold, ...]:
    benefits = pounds * by_draw[0][:, None] - by_draw[1][:, None]
    smooth = smoother.fit(benefits)[0]
    reach = t_quantile(MEAN_LEVEL, len(benefits) - 1)
    return tuple(
        Threshold(
            pounds=float(value),
            net=float(one.mean()),
            low=float(one.mean()) - reach * _error(one),
            high=float(one.mean()) + reach * _error(one),
            probability=float(np.mean(even > 0)),
            futures=float(np.mean(all_of_it > 0)),
        )
        for value, one, even, all_of_it in zip(pounds, benefits.T, smooth.T, futures.T, strict=True)
    )


def _topics(inputs: Sequence[Input], u: Floats, benefits: Floats, seed: int) -> tuple[Known, ...]:
    found = []
    for topic in sorted({one.topic for one in inputs}):
        places = [i for i, one in enumerate(inputs) if one.topic == topic]
        found.append(Known(topic, "", len(places), worth(u[:, places], benefits, seed)))
    everything = Known(EVERYTHING, "", len(inputs), worth(u, benefits, seed))
    return (*sorted(found, key=_rank), everything)


def _rank(one: Known) -> tuple[float | str, ...]:
    """Sort by what it is worth at the asked threshold, then at the next; chance counts nothing."""
    return *(-found.value if found.clear else 0.0 for found in one.worth), one.name


def _error(x: Floats) -> float:
    """Return the standard error of the average of independent draws."""
    return float(x.std(ddof=1)) / float(np.sqrt(len(x)))

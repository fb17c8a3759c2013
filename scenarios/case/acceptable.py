"""How likely it is worth its money, by what one would pay for one of an outcome."""

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.statistics import probability, told
from simulation.outcomes.measure import Measure

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]

#: Points of the curve, and how far it reaches: so many times what one costs on average.
_POINTS: Final = 21
_REACH: Final = 3.0
#: Sure enough, as shares of futures: more likely than not, and nearly always.
_SURE: Final = (0.5, 0.8, 0.95)
#: Where nothing says how far a curve should reach, it reaches as far as a year in care costs.
_TENS: Final = 10.0


def acceptability(
    better: Floats, net: Floats, measure: Measure, usual: float, groups: Groups
) -> dict[str, Any]:
    """Return the curve of one view.

    Parameters
    ----------
    better
        How much better the outcome is in each future, in its own unit, shape (futures,).
    net
        Net present value in each future, pounds.
    measure
        The outcome.
    usual
        Pounds the curve reaches where no price can be told.
    groups
        Futures that are not independent share one.
    """
    price = _price(float(better.mean()), -float(net.mean()))
    most = _round(_REACH * price if price else usual)
    pays = np.linspace(0.0, most, _POINTS)
    chances = [probability(pay * better + net > 0.0, groups) for pay in pays]
    return {
        "measure": measure.name,
        "label": measure.label,
        "unit": measure.unit,
        "better": told(better, groups),
        "price": price,
        "curve": [{"pays": float(x)} | y for x, y in zip(pays, chances, strict=True)],
        "sure": [{"share": share, "pays": _first(pays, chances, share)} for share in _SURE],
    }


def _price(better: float, cost: float) -> float | None:
    """Return what one costs on average; None where it costs nothing, or is better by next to nothing."""
    price = cost / better if better > 0.0 and cost > 0.0 else math.inf
    # The end of the curve is rounded up, by less than ten times.
    return price if math.isfinite(_TENS * _REACH * price) else None


def _first(pays: Floats, chances: list[dict[str, Any]], share: float) -> float | None:
    """Return the least on the curve from which on it is at least so likely; None for none."""
    enough = np.array([one["mean"] >= share for one in chances])
    short = np.flatnonzero(~enough)
    first = 0 if short.size == 0 else int(short[-1]) + 1
    return float(pays[first]) if first < enough.size else None


def _round(value: float) -> float:
    """Round up to 1, 2 or 5 times a power of ten."""
    power = _TENS ** math.floor(math.log10(value))
    return next(power * step for step in (1.0, 2.0, 5.0, _TENS) if power * step >= value)

"""From simulated futures to a predictive distribution: years differ more than one year's rates say.

The simulation holds chance and what is not known of a council's levels. That the levels themselves
move from year to year is added here, as declared: simulated departures are kept (and narrowed if they
alone are too wide), and what is missing to the spread that councils' past errors had is multiplied
on. Only errors settled by the origin are used.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.checks.backtest.spread import Spread

Floats = NDArray[np.float64]
#: Members for each simulated future.
MEMBERS: Final = 19
#: At least this part of the variance comes from years that differ, at most the rest from simulation.
_LEAST: Final = 0.4
_HALF: Final = 0.5
_NOT_NULL: Final = 1e-9


def _innovation(futures: Floats, variance: float) -> tuple[float, float]:
    """Return how far to narrow simulated departures, and the standard deviation to add."""
    own = float(futures.var(ddof=1)) if futures.size > 1 else 0.0
    keep = min(1.0, float(np.sqrt((1 - _LEAST) * variance / max(own, _NOT_NULL))))
    return keep, float(np.sqrt(max(variance - keep**2 * own, 0.0)))


def counts(simulated: Floats, spread: Spread, level: float) -> Floats:
    """Return the predictive ensemble of a count, shape (replicates, members).

    Parameters
    ----------
    simulated
        The count in each future, shape (replicates,).
    spread
        Of past log errors.
    level
        What the count was at the origin: its size.
    """
    logs = np.log(simulated + _HALF)
    keep, sd = _innovation(logs, spread.variance(level))
    shape = np.quantile(spread.shape, (np.arange(MEMBERS) + _HALF) / MEMBERS)
    shape = shape / max(float(shape.std()), _NOT_NULL)
    kept = logs.mean() + keep * (logs - logs.mean())
    return np.maximum(np.exp(kept[:, None] + sd * shape[None, :]) - _HALF, 0.0)


def shares(simulated: Floats, stock: float, factor: float) -> Floats:
    """Return the predictive ensemble of a share of placements, shape (replicates, members).

    Parameters
    ----------
    simulated
        The share in each future, shape (replicates,).
    stock
        Children looked after at the origin.
    factor
        How many times the binomial variance shares moved before.
    """
    from scipy.special import ndtri

    middle = float(simulated.mean())
    variance = factor * max(middle * (1 - middle), 1e-3) / max(stock, 1.0)
    keep, sd = _innovation(simulated, variance)
    shape = ndtri((np.arange(MEMBERS) + _HALF) / MEMBERS)
    kept = middle + keep * (simulated - middle)
    return np.asarray(np.clip(kept[:, None] + sd * shape[None, :], 0.0, 1.0))

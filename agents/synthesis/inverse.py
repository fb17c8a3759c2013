"""Quantiles for synthesis: from a uniform number to a value, so that draws stay addressed."""

from functools import lru_cache
from math import exp, lgamma, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
_POINTS = 4097
#: Equal slots of probability; a power of two, so that a number's slot is exact.
_SLOTS = 1 << 16
#: How far a gamma distribution is followed, in variances and at least, and in how fine steps.
_TOP, _LEAST_TOP, _STEPS = 60.0, 12.0, 20 * _POINTS
_TINY, _TABLES = 1e-300, 8


def exponential_quantile(u: Floats) -> Floats:
    """Return unit-exponential quantiles."""
    return -np.log1p(-u)


class Table(NamedTuple):
    """Hold a distribution as points between which it is straight, and where to look for a number.

    Attributes
    ----------
    probability, value
        The points, shape (points,); from 0 to 1.
    slope
        Of the piece that begins at each point but the last.
    before, crowded
        By slot of probability: the last point at or below its beginning, and whether more than
        one point lies inside it.
    """

    probability: Floats
    value: Floats
    slope: Floats
    before: Ints
    crowded: NDArray[np.bool_]

    def at(self, u: Floats) -> Floats:
        """Return the values at numbers in [0, 1), those `numpy.interp` gives, in a fifth of its time.

        Nearly all slots hold one point or none, so that a number's piece is found by one look
        and not by halving the table seventeen times.
        """
        slot = (u * _SLOTS).astype(np.int32)
        piece = self.before[slot]
        halved = np.flatnonzero(self.crowded[slot])
        piece += self.probability[piece + 1] <= u
        piece[halved] = np.searchsorted(self.probability, u[halved], side="right") - 1
        found: Floats = self.slope[piece] * (u - self.probability[piece]) + self.value[piece]
        return found


@lru_cache(maxsize=_TABLES)
def _gamma_table(variance: float) -> Table:
    """Return a gamma distribution with mean 1, by fine integration.

    A table is large and a bank asks for a new one in every run, so only the last few are kept.
    """
    shape = 1.0 / variance
    # The substitution x = t**(1/shape) takes the spike at 0 away when the shape is below 1.
    power = min(1.0, shape)
    top = max(_TOP * variance, _LEAST_TOP)
    t = np.linspace(0.0, top**power, _STEPS)
    x = t ** (1.0 / power)
    log_norm = shape * log(shape) - lgamma(shape)
    with np.errstate(divide="ignore"):
        density = np.where(
            x > 0,
            np.exp(log_norm + (shape - power) * np.log(np.maximum(x, _TINY)) - shape * x),
            exp(log_norm) if shape <= 1.0 else 0.0,
        )
    steps = 0.5 * (density[1:] + density[:-1]) * np.diff(t) / power
    cumulative = np.concatenate([[0.0], np.cumsum(steps)])
    if not cumulative[-1] > 0.0:
        raise ValueError(f"a variance of {variance:g} is too small to draw from; 0 gives 1 for all")
    return _table(cumulative / cumulative[-1], x)


def _table(probability: Floats, value: Floats) -> Table:
    """Return a table of points, with where to look for a number."""
    edges = np.arange(_SLOTS + 1) / _SLOTS
    last = np.searchsorted(probability, edges, side="right").astype(np.int32) - 1
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope = np.diff(value) / np.diff(probability)
    # No number falls inside a piece without width, but one may fall on its beginning.
    slope[~np.isfinite(slope)] = 0.0
    return Table(probability, value, slope, last[:-1], np.diff(last) > 1)


def gamma_quantile(u: Floats, variance: float) -> Floats:
    """Return quantiles of a gamma distribution with mean 1; variance 0 gives 1 for all."""
    if variance <= 0:
        return np.ones_like(u)
    return _gamma_table(float(variance)).at(u)


def banded_quantile(u: Floats, shares: Floats, edges: Floats) -> Floats:
    """Return quantiles of a duration known by bands, even inside each band.

    Parameters
    ----------
    shares
        Share of each band, shape (n,).
    edges
        Edges including 0 and an upper end, shape (n + 1,).
    """
    cumulative = np.concatenate([[0.0], np.cumsum(shares)])
    return np.interp(u, cumulative / cumulative[-1], edges)


def banded_quantiles(
    u: Floats, shares: Floats, edges: Floats, most: Floats | None = None
) -> Floats:
    """Return quantiles of durations known by bands, each of a distribution of its own.

    Parameters
    ----------
    u
        Uniform numbers, shape (n,).
    shares
        Share of each band, shape (n, bands).
    edges
        Edges including 0 and an upper end, shape (bands + 1,).
    most
        What each is never longer than, shape (n,): the band it lies in ends there.
    """
    whole = np.cumsum(shares, axis=1)
    whole = np.column_stack([np.zeros(u.size), whole / np.maximum(whole[:, -1:], _TINY)])
    rows = np.arange(u.size)
    band = np.minimum((whole[:, 1:] <= u[:, None]).sum(axis=1), shares.shape[1] - 1)
    low, high = whole[rows, band], whole[rows, band + 1]
    inside = (u - low) / np.maximum(high - low, _TINY)
    first, last = edges[band], edges[band + 1]
    if most is not None:
        first, last = np.minimum(first, most), np.minimum(last, most)
    return np.asarray(first + inside * (last - first))


def negative_binomial_quantile(
    u: Floats, entering: Floats, further: float, top: int
) -> NDArray[np.int64]:
    """Return quantiles of the number there is when some enter, and each brings others and leaves.

    Parameters
    ----------
    entering
        How many enter by themselves in the time for which one stays, shape (n,).
    further
        How many each brings in that time, below 1; 0: the numbers are Poisson.
    top
        No number is higher.
    """
    # The chance of none, then of each number from the one before.
    fall = -np.log1p(-further) / further if further > 0.0 else 1.0
    chance = np.exp(-fall * entering)
    reached, number = chance.copy(), np.zeros(u.size, np.int64)
    for many in range(top):
        above = u >= reached
        if not above.any():
            break
        number += above
        chance = chance * (entering + further * many) / (many + 1)
        reached += chance
    return number

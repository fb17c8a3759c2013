"""The Gamma-Poisson rule: a council's level against expectation, shrunk, with its uncertainty."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: Most values of an unknown count that are looked at one by one.
_GRID: Final = 41
_FLOOR: Final = 1e-9


@dataclass(frozen=True)
class CouncilCount:
    """Hold what happened and what England's rates would have given.

    Attributes
    ----------
    low, high
        Bounds of the count; the same where it was published.
    expected
        What England's rates give.
    exposure
        Whom it could happen to, weighted as the count is.
    """

    low: float
    high: float
    expected: float
    exposure: float

    @property
    def middle(self) -> float:
        """Return the count, the middle of its bounds where it was withheld."""
        return (self.low + self.high) / 2

    def plus(self, other: "CouncilCount", weight: float) -> "CouncilCount":
        """Return this count with another year's added at a weight."""
        return CouncilCount(
            self.low + weight * other.low,
            self.high + weight * other.high,
            self.expected + weight * other.expected,
            self.exposure + weight * other.exposure,
        )


@dataclass(frozen=True)
class GammaPosterior:
    """Hold a Gamma distribution of a level around 1.

    Attributes
    ----------
    shape, rate
        Of the Gamma; the mean is shape over rate.
    """

    shape: float
    rate: float

    @property
    def mean(self) -> float:
        """Return the mean."""
        return self.shape / self.rate

    def at(self, u: float) -> float:
        """Return the value at probability u."""
        from scipy.special import gammaincinv

        return float(gammaincinv(self.shape, u)) / self.rate

    def interval(self, share: float = 0.9) -> tuple[float, float]:
        """Return the central interval that holds a share."""
        return self.at((1 - share) / 2), self.at((1 + share) / 2)


def values_of(count: CouncilCount) -> Floats:
    """Return the values a count may have, evenly spread between its bounds."""
    if count.high - count.low < _FLOOR:
        return np.array([count.low])
    steps = min(_GRID, round(count.high - count.low) + 1)
    return np.linspace(count.low, count.high, max(steps, 2))


def log_likelihood(seen: float, expected: float, k: float) -> float:
    """Return the negative-binomial log-likelihood of a count, whole or not.

    The count is Poisson around expected times a level, the level Gamma with mean 1 and variance 1/k.
    """
    total = k + max(expected, _FLOOR)
    return (
        lgamma(k + seen)
        - lgamma(k)
        - lgamma(seen + 1)
        + k * log(k / total)
        + seen * log(max(expected, _FLOOR) / total)
    )


def marginal(count: CouncilCount, k: float, overdispersion: float) -> float:
    """Return the log-likelihood of a count, added up over its bounds where it was withheld."""
    logs = [
        log_likelihood(n / overdispersion, count.expected / overdispersion, k)
        for n in values_of(count)
    ]
    top = max(logs)
    return top + log(sum(exp(value - top) for value in logs))


def gamma_posterior(
    count: CouncilCount, variance: float, overdispersion: float = 1.0
) -> GammaPosterior:
    """Return what a count says about a council's level.

    Parameters
    ----------
    count
        What was seen and expected; where it has bounds the posterior is the mixture over them, as
        the Gamma with the same mean and variance.
    variance
        Of councils' true levels around 1.
    overdispersion
        Events that tell as much as one independent event: they come in runs, and years differ.
    """
    k = 1.0 / variance
    values, expected = values_of(count) / overdispersion, count.expected / overdispersion
    rate = k + expected
    if values.size == 1:
        return GammaPosterior(k + float(values[0]), rate)
    logs = np.array([log_likelihood(float(n), expected, k) for n in values])
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    means = (k + values) / rate
    mean = float(weights @ means)
    spread = float(weights @ (means / rate + means**2)) - mean**2
    return GammaPosterior(mean**2 / spread, mean / spread)


def fit_variance(
    counts: Sequence[CouncilCount], overdispersion: float
) -> tuple[float, float, float]:
    """Return the variance of councils' levels and its 90% interval, by marginal likelihood.

    Parameters
    ----------
    counts
        One council each.
    overdispersion
        Events that tell as much as one independent event.
    """
    grid = np.geomspace(1e-3, 5.0, 120)
    usable = [count for count in counts if count.expected > 0]
    logs = np.array([sum(marginal(c, 1.0 / v, overdispersion) for c in usable) for v in grid])
    inside = grid[logs >= logs.max() - 1.353]  # half the 90% point of chi-squared with 1 degree
    return float(grid[int(logs.argmax())]), float(inside.min()), float(inside.max())


def fit_overdispersion(pairs: Sequence[tuple[CouncilCount, CouncilCount]]) -> float:
    """Return how many events tell as much as one, from how much the same council's years differ.

    Parameters
    ----------
    pairs
        Two years running of the same council. Given their sum the later is binomial if events are
        independent and nothing changed; the mean squared departure over that variance is returned.
    """
    terms = []
    for before, after in pairs:
        both = before.middle + after.middle
        share = after.expected / (before.expected + after.expected)
        if both > 0:
            terms.append((after.middle - both * share) ** 2 / (both * share * (1 - share)))
    return max(1.0, float(np.mean(terms)))

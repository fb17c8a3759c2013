"""Combine studies of one effect: a normal random-effects model on a grid of the places' spread.

Study i reports ``y_i``, a log ratio, with standard error ``se_i``::

    y_i = exposure_i * (mean effect + spread between places * z_i) + bias_i + error_i

The mean effect has a normal prior about 0 (no effect), the spread between places a half-normal one,
the bias a normal one about 0. For a given spread everything else is normal and is integrated out in closed
form, so the only grid is over the spread. The posterior is a mixture of normals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]

_STEPS: Final = 200
_REACH: Final = 5.0
_HALVINGS: Final = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """Hold what one study contributes, on the log scale."""

    log_ratio: float
    se: float
    exposure: float = 1.0
    bias_sd: float = 0.0


@dataclass(frozen=True, slots=True)
class Belief:
    """Hold what is believed of an effect: a mixture of normals on the log scale."""

    means: Numbers
    sds: Numbers
    weights: Numbers

    def below(self, log_ratio: float) -> float:
        """Return the probability of an effect below a log ratio."""
        from scipy.special import ndtr

        return float(self.weights @ ndtr((log_ratio - self.means) / self.sds))

    def quantile(self, probability: float) -> float:
        """Return the log ratio below which an effect lies with a probability, by bisection."""
        reach = _REACH * 2.0 * self.sds
        low, high = float(np.min(self.means - reach)), float(np.max(self.means + reach))
        for _ in range(_HALVINGS):
            middle = (low + high) / 2.0
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2.0

    @property
    def mean(self) -> float:
        """Return the mean log ratio."""
        return float(self.weights @ self.means)

    @property
    def sd(self) -> float:
        """Return the standard deviation of the log ratio."""
        second = float(self.weights @ (self.sds**2 + self.means**2))
        return float(np.sqrt(max(second - self.mean**2, 0.0)))


@dataclass(frozen=True, slots=True)
class EffectPosterior:
    """Hold the result.

    Parameters
    ----------
    mean_effect
        The mean over places.
    new_place
        A place that starts now: the mean effect and the spread between places.
    weights
        Share of the mean effect's precision that each study supplies, in the order given.
    prior_weight
        The share the sceptical prior supplies; all shares add up to 1.
    tau
        Posterior mean of the spread between places (standard deviation of the log ratio).
    """

    mean_effect: Belief
    new_place: Belief
    weights: tuple[float, ...]
    prior_weight: float
    tau: float


def synthesise(studies: Sequence[Evidence], prior_sd: float, tau_scale: float) -> EffectPosterior:
    """Combine studies with a sceptical prior.

    Parameters
    ----------
    studies
        What each study contributes; none at all returns the prior.
    prior_sd
        Standard deviation of the prior of the mean log ratio about 0, above 0.
    tau_scale
        Scale of the half-normal prior of the spread between places; 0 for one effect everywhere.
    """
    tau = np.linspace(0.0, _REACH * tau_scale, _STEPS + 1) if tau_scale else np.zeros(1)
    log_prior = -0.5 * (tau / tau_scale) ** 2 if tau_scale else np.zeros(1)
    y, exposure, noise = _columns(studies)
    variance = noise[:, None] + np.outer(exposure**2, tau**2)
    precision = exposure[:, None] ** 2 / variance
    total = 1.0 / prior_sd**2 + precision.sum(axis=0)
    pull = (exposure[:, None] * y[:, None] / variance).sum(axis=0)
    mean = pull / total
    shares = _normalised(log_prior + _log_likelihood(y, variance, pull, total))
    return EffectPosterior(
        mean_effect=Belief(mean, total**-0.5, shares),
        new_place=Belief(mean, np.sqrt(1.0 / total + tau**2), shares),
        weights=tuple(float(one) for one in (precision / total) @ shares),
        prior_weight=float((1.0 / prior_sd**2 / total) @ shares),
        tau=float(tau @ shares),
    )


def _columns(studies: Sequence[Evidence]) -> tuple[Numbers, Numbers, Numbers]:
    """Return the findings, the exposures, and the variances of error and bias together."""
    rows = [(s.log_ratio, s.exposure, s.se**2 + s.bias_sd**2) for s in studies]
    table = np.array(rows, dtype=np.float64).reshape(len(rows), 3)
    return table[:, 0], table[:, 1], table[:, 2]


def _log_likelihood(y: Numbers, variance: Numbers, pull: Numbers, total: Numbers) -> Numbers:
    """Return the log likelihood of each spread with the mean effect integrated out.

    A study of unbounded variance adds the same to every spread and is left out.
    """
    told = np.isfinite(variance[:, 0]) if len(variance) else np.zeros(0, dtype=bool)
    v, found = variance[told], y[told, None]
    fit: Numbers = -0.5 * (np.log(v) + found**2 / v).sum(axis=0)
    return fit + 0.5 * pull**2 / total - 0.5 * np.log(total)


def _normalised(logs: Numbers) -> Numbers:
    """Return weights of the grid's points, trapezoids at its ends, adding up to 1."""
    weights: Numbers = np.exp(logs - logs.max())
    if weights.size > 1:
        weights[[0, -1]] *= 0.5
    return weights / weights.sum()

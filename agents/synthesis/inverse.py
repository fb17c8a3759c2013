"""Quantiles for synthesis: from a uniform number to a value, so that draws stay addressed."""

from functools import lru_cache
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_POINTS = 4097
_TOP = 60.0


def exponential_quantile(u: Floats) -> Floats:
    """Return unit-exponential quantiles."""
    return -np.log1p(-u)


@lru_cache(maxsize=8)
def _gamma_table(variance: float) -> tuple[Floats, Floats]:
    """Return (probability, value) of a gamma distribution with mean 1, by fine integration.

    A table is large and a bank asks for a new one in every run, so only the last few are kept.
    """
    shape = 1.0 / variance
    # The substitution x = t**(1/shape) takes the spike at 0 away when the shape is below 1.
    power = min(1.0, shape)
    top = max(_TOP * variance, 12.0)
    t = np.linspace(0.0, top**power, 20 * _POINTS)
    x = t ** (1.0 / power)
    log_norm = shape * log(shape) - lgamma(shape)
    with np.errstate(divide="ignore"):
        density = np.where(
            x > 0,
            np.exp(log_norm + (shape - power) * np.log(np.maximum(x, 1e-300)) - shape * x),
            exp(log_norm) if shape <= 1.0 else 0.0,
        )
    steps = 0.5 * (density[1:] + density[:-1]) * np.diff(t) / power
    cumulative = np.concatenate([[0.0], np.cumsum(steps)])
    if not cumulative[-1] > 0.0:
        raise ValueError(f"a variance of {variance:g} is too small to draw from; 0 gives 1 for all")
    return cumulative / cumulative[-1], x


def gamma_quantile(u: Floats, variance: float) -> Floats:
    """Return quantiles of a gamma distribution with mean 1; variance 0 gives 1 for all."""
    if variance <= 0:
        return np.ones_like(u)
    probability, value = _gamma_table(float(variance))
    return np.interp(u, probability, value)


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

"""Draw parameter values: the same draw number gives each parameter the same value, always."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from statistics import NormalDist
from typing import Final
from zlib import crc32

import numpy as np

from calibration.beliefs.evidence.figure import INTERVALS, Figure, Value, bounds
from calibration.beliefs.evidence.load import figure
from simulation.errors import DoorwaysError

type Supports = Mapping[str, tuple[float, float]]
type Quantile = Callable[[float], float]

_EDGE: Final = 2.0**-53
#: Of a random word, those that a number between 0 and 1 has no room for.
_SPARE_BITS: Final = 11
_HALVINGS: Final = 60
_NORMAL: Final = NormalDist()


def central(names: Iterable[str]) -> dict[str, Value]:
    """Return the central value of each named figure.

    Raises
    ------
    DoorwaysError
        When the register has no such figure.
    """
    return {name: figure(name).value for name in names}


def draw(
    names: Iterable[str], seed: int, j: int, supports: Supports | None = None
) -> dict[str, Value]:
    """Return parameter draw ``j`` of a seed.

    Each figure has one uniform number of its own, addressed by (seed, j, id), turned into a value
    by its inverse distribution function; the entries of a list share it and so move together.
    What a figure gets never depends on the other names asked for.

    Parameters
    ----------
    names
        Ids of figures.
    seed, j
        Seed of the experiment and number of the draw, both at least 0.
    supports
        Lowest and highest allowed value by name; a draw is from the distribution truncated there.

    Raises
    ------
    DoorwaysError
        When the register has no such figure or cannot draw it.
    """
    limits = supports or {}
    return {name: _value(figure(name), seed, j, limits.get(name)) for name in names}


def uniform(name: str, seed: int, j: int) -> float:
    """Return the figure's own uniform number of draw ``j``, strictly between 0 and 1."""
    address = np.random.SeedSequence([seed, j, crc32(name.encode())])
    # The first number of `default_rng`, without making one.
    number = (np.random.PCG64(address).random_raw() >> _SPARE_BITS) * _EDGE
    return min(max(number, _EDGE), 1.0 - _EDGE)


def at(one: Figure, u: float, support: tuple[float, float] | None = None) -> Value:
    """Return the figure's value at probability ``u``, within the support.

    Raises
    ------
    DoorwaysError
        When the interval does not fit the distribution.
    """
    ends = bounds(one)
    if not one.is_drawn or ends is None:
        return one.value
    return _map(one, one.value, ends[0], ends[1], u, support)


def below(one: Figure, value: float, support: tuple[float, float] | None = None) -> float | None:
    """Return the probability that a figure lies below a value; None for one that is not drawn.

    Raises
    ------
    DoorwaysError
        When the interval does not fit the distribution, or the figure is a table.
    """
    ends = bounds(one)
    if not one.is_drawn or ends is None:
        return None
    if isinstance(one.value, tuple) or isinstance(ends[0], tuple) or isinstance(ends[1], tuple):
        raise _misfit(one)
    quantile = _quantile(one, one.value, ends[0], ends[1])
    if support is None:
        return _reach(quantile, value)
    first, last = _reach(quantile, support[0]), _reach(quantile, support[1])
    return min(max((_reach(quantile, value) - first) / (last - first), 0.0), 1.0)


def _value(one: Figure, seed: int, j: int, support: tuple[float, float] | None) -> Value:
    return at(one, uniform(one.id, seed, j), support) if one.is_drawn else one.value


def _map(
    one: Figure,
    middle: Value,
    low: Value,
    high: Value,
    u: float,
    support: tuple[float, float] | None,
) -> Value:
    if isinstance(middle, tuple) and isinstance(low, tuple) and isinstance(high, tuple):
        parts = zip(middle, low, high, strict=True)
        return tuple(_map(one, m, a, b, u, support) for m, a, b in parts)
    if isinstance(middle, tuple) or isinstance(low, tuple) or isinstance(high, tuple):
        raise _misfit(one)
    if low == high:
        return middle
    if support is None:
        return _quantile(one, middle, low, high)(u)
    quantile, first, last = _truncated(one, middle, low, high, support)
    value = quantile(min(max(first + u * (last - first), _EDGE), 1.0 - _EDGE))
    return min(max(value, support[0]), support[1])


@lru_cache(maxsize=4096)
def _truncated(
    one: Figure, middle: float, low: float, high: float, support: tuple[float, float]
) -> tuple[Quantile, float, float]:
    """Return a distribution and the probabilities of lying below either end of its support.

    They are the same for every draw, and finding them takes a hundred times as long as one.
    """
    quantile = _quantile(one, middle, low, high)
    return quantile, _reach(quantile, support[0]), _reach(quantile, support[1])


def _reach(quantile: Quantile, value: float) -> float:
    """Return the probability of lying below a value, by bisection."""
    if quantile(_EDGE) >= value:
        return 0.0
    if quantile(1.0 - _EDGE) <= value:
        return 1.0
    low, high = _EDGE, 1.0 - _EDGE
    for _ in range(_HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if quantile(middle) < value else (low, middle)
    return (low + high) / 2.0


def _quantile(one: Figure, middle: float, low: float, high: float) -> Quantile:
    p, q = INTERVALS[one.interval_meaning or "90% range"]
    if not low <= middle <= high or (one.distribution == "lognormal" and low <= 0.0):
        raise _misfit(one)
    if one.distribution == "uniform":
        slope = (high - low) / (q - p)
        return lambda u: low + (u - p) * slope
    bounded = (p, q) == (0.0, 1.0)
    if one.distribution == "triangular" and bounded:
        return lambda u: _triangular(u, low, middle, high)
    if one.distribution == "beta" and bounded:
        return _pert(low, middle, high)
    if one.distribution == "beta":
        return _beta(low, high, p, q)
    if one.distribution == "normal" and not bounded:
        return _two_piece(middle, low, high, q)
    if one.distribution == "lognormal" and not bounded:
        logs = _two_piece(float(np.log(middle)), float(np.log(low)), float(np.log(high)), q)
        return lambda u: float(np.exp(logs(u)))
    raise _misfit(one)


def _two_piece(middle: float, low: float, high: float, q: float) -> Quantile:
    """Join two half normals at the median, so that value, low and high all hold exactly."""
    reach = _NORMAL.inv_cdf(q)
    below, above = (middle - low) / reach, (high - middle) / reach
    return lambda u: middle + _NORMAL.inv_cdf(u) * (below if u < 0.5 else above)


def _triangular(u: float, low: float, mode: float, high: float) -> float:
    turn = (mode - low) / (high - low)
    if u < turn:
        return low + float(np.sqrt(u * (high - low) * (mode - low)))
    return high - float(np.sqrt((1.0 - u) * (high - low) * (high - mode)))


def _pert(low: float, mode: float, high: float) -> Quantile:
    """Return the PERT curve: a beta between bounds whose mode weighs four times an end."""
    from scipy.special import betaincinv

    width = high - low
    a, b = 1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width
    return lambda u: low + width * float(betaincinv(a, b, u))


def _beta(low: float, high: float, p: float, q: float) -> Quantile:
    from scipy.special import betaincinv

    a, b = _beta_shape(low, high, p, q)
    return lambda u: float(betaincinv(a, b, u))


@lru_cache(maxsize=1024)
def _beta_shape(low: float, high: float, p: float, q: float) -> tuple[float, float]:
    """Solve for the beta on (0, 1) that passes through both ends of the interval."""
    from scipy.optimize import root
    from scipy.special import betainc

    def miss(logs: np.ndarray) -> list[float]:
        a, b = np.exp(logs)
        return [float(betainc(a, b, low)) - p, float(betainc(a, b, high)) - q]

    if 0.0 < low < high < 1.0:
        mean, sd = (low + high) / 2.0, np.float64(high - low) / (2.0 * _NORMAL.inv_cdf(q))
        # An interval that no beta has may send the search anywhere: that it failed is said below.
        with np.errstate(all="ignore"):
            size = max(mean * (1.0 - mean) / sd**2 - 1.0, 1.0)
            found = root(miss, np.log([mean * size, (1.0 - mean) * size]), tol=1e-12)
            if np.max(np.abs(miss(found.x))) <= 1e-6:
                return float(np.exp(found.x[0])), float(np.exp(found.x[1]))
    raise DoorwaysError(
        "figure", (low, high), "No beta distribution has this interval.", "Use bounds instead."
    )


def _misfit(one: Figure) -> DoorwaysError:
    return DoorwaysError(
        "figure",
        one.id,
        f"Its interval does not fit a {one.distribution} distribution ({one.interval_meaning}).",
        "Value must lie between low and high; normal and lognormal need a range, not bounds.",
    )

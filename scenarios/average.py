"""Where a difference lies once luck is averaged out: what is believed and not known, and how few the runs are.

The average over all luck at one draw of what is not known is never seen: only the mean of the draw's few runs is,
with luck in it. So means of draws spread wider than what is not known makes them. They are drawn together to
where they would lie without it.
"""

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from scenarios.prediction import LEVEL, future, t_quantile
from scenarios.shared import PAIR, Shared
from scenarios.verdict import verdict

type Floats = NDArray[np.float64]

#: How surely what is not known spreads no wider than it is taken to: luck hides it the more the fewer the runs.
SURELY: Final = 0.9
_NORMAL: Final = NormalDist()


def average_range(x: Floats, shared: Shared) -> tuple[float, float]:
    """Return where the average over luck lies 9 times in 10, at a draw of what is not known not yet seen.

    The more runs there are, the less of their luck is left in it; what is not known stays. With central parameters
    nothing is unknown, and it is the interval of the mean. It holds what it says whether nothing, part or all of
    the spread is not known, with 10 runs and with 200 (tests/scenarios/test_average.py).

    Parameters
    ----------
    x
        One value a replicate, shape (replicates,), at least one.
    shared
        What replicates share.

    Source: the upper bound of a variance component between groups, as in Burdick and Graybill, Confidence
    Intervals on Variance Components (1992), chapter 3, with the mean square within groups for its own.
    """
    groups = np.unique(shared.clusters, return_inverse=True)[1]
    sizes = np.bincount(groups)
    many = sizes.size
    means = np.sort(np.bincount(groups, weights=x) / sizes)
    if many < PAIR or means[0] == means[-1]:
        return float(means[0]), float(means[-1])
    # Summed exactly, so that the order of draws and a change of sign change no bit.
    middle = math.fsum(means) / many
    spread = math.fsum((means - middle) ** 2)
    if shared.central:
        reach = t_quantile(LEVEL, many - 1) * math.sqrt(spread / (many - 1) / many)
        return middle - reach, middle + reach
    unknown = max(0.0, spread / float(chdtri(many - 1, SURELY)) - _luck(x, groups, sizes))
    kept = math.sqrt(min(1.0, unknown * (many - 1) / spread + 1.0 / many))
    low, high = future(middle + kept * (means - middle), np.arange(many))
    return low, high


def _luck(x: Floats, groups: NDArray[np.intp], sizes: NDArray[np.intp]) -> float:
    """Return the variance that luck gives the mean of a draw's runs; 0 where each draw has one run."""
    free = x.size - sizes.size
    if not free:
        return 0.0
    inside = x - (np.bincount(groups, weights=x) / sizes)[groups]
    return math.fsum(inside**2) / free / float(sizes.mean())


def with_many_runs(difference: Mapping[str, Any], unknown: float, size: float) -> str:
    """Say what a difference would amount to, were there so many runs that no luck is left in its average.

    Parameters
    ----------
    difference
        As for `scenarios.verdict.verdict`.
    unknown
        Variance of the difference that is not known, as its split has it.
    size
        The size that matters, in the same unit, above 0.
    """
    mean = difference["mean"]
    reach = _NORMAL.inv_cdf((1.0 + LEVEL) / 2.0) * math.sqrt(unknown)
    ends = {"average_low": mean - reach, "average_high": mean + reach}
    return verdict({**difference, **ends}, size)

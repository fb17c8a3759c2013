"""Where one more future lies: a prediction interval."""

import math
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from scenarios.clusters import mean_of
from scenarios.shared import PAIR

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]

#: Share of outcomes between `low` and `high`.
LEVEL: Final = 0.9


def future(x: Floats, groups: Groups) -> tuple[float, float]:
    """Return the range in which one more future, of a draw not yet seen, lies 9 times in 10.

    A prediction interval: with few runs it is wider, never narrower, so that it holds what it says
    whatever their number. With draws enough its ends are order statistics of all runs, at the ranks
    that hold for as many independent values as there are draws, rounded outwards, so that counts
    stay whole. With fewer draws than reach that far (19) a Student interval stretches the smallest
    and largest value. With one draw nothing is known of belief, and the ends are those two.

    Parameters
    ----------
    x
        One value a replicate, shape (replicates,), at least one.
    groups
        Parameter draw of each replicate.
    """
    draws, n = int(np.count_nonzero(np.bincount(groups))), x.size
    ordered, tail = np.sort(x), (1.0 - LEVEL) / 2.0
    if tail * (draws + 1) >= 1.0:
        repeats = n / draws
        rank = int(repeats * tail * (draws + 1) - (repeats - 1.0) / 2.0)
        return float(ordered[rank - 1]), float(ordered[n - rank])
    if draws < PAIR:
        return float(ordered[0]), float(ordered[-1])
    mean = mean_of(x)
    variance = mean_of((x - mean) ** 2)
    spread = math.sqrt(variance * draws / (draws - 1) * (1.0 + 1.0 / draws))
    reach = t_quantile(LEVEL, draws - 1) * spread
    return min(float(ordered[0]), mean - reach), max(float(ordered[-1]), mean + reach)


@lru_cache(maxsize=1024)
def t_quantile(level: float, freedom: float) -> float:
    """Return how many standard errors a two-sided t interval of this level reaches."""
    return float(stdtrit(freedom, (1.0 + level) / 2.0))

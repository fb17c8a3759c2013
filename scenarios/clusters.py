"""How surely an average is known where replicates that share something count as one."""

import math

import numpy as np
from numpy.typing import NDArray

from scenarios.shared import PAIR

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]


def standard_error(x: Floats, groups: Groups) -> tuple[float | None, int]:
    """Return the standard error of the mean, clusters kept whole, and the number of clusters."""
    sums, sizes = _by_group(x - x.mean(), groups)
    clusters = sizes.size
    if clusters < PAIR:
        return None, clusters
    spread = float(np.sum(sums**2)) * clusters / (clusters - 1)
    return math.sqrt(spread) / x.size, clusters


def _by_group(x: Floats, groups: Groups) -> tuple[Floats, Floats]:
    """Return the sum and the size of every group that occurs."""
    sizes = np.bincount(groups).astype(np.float64)
    sums = np.bincount(groups, weights=x)
    occurs = sizes > 0
    return sums[occurs], sizes[occurs]

"""How surely an average is known where replicates that share something count as one."""

import math

import numpy as np
from numpy.typing import NDArray

from scenarios.shared import PAIR

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]


def mean_of(x: Floats) -> float:
    """Return the mean, as `numpy.mean` does, without its looking at what it was given: thousands are asked for."""
    return float(np.add.reduce(x)) / x.size


def standard_error(x: Floats, groups: Groups) -> tuple[float | None, int]:
    """Return the standard error of the mean, clusters kept whole, and the number of clusters."""
    occurs = np.bincount(groups) > 0
    sums = np.bincount(groups, weights=x - mean_of(x))[occurs]
    clusters = sums.size
    if clusters < PAIR:
        return None, clusters
    spread = float(np.add.reduce(sums**2)) * clusters / (clusters - 1)
    return math.sqrt(spread) / x.size, clusters

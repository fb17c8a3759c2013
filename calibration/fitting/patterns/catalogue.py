"""All statistics of a run, by name, and a run's answers to all of them."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from calibration.fitting.patterns import careers, flows, missing, moves, risk, siblings
from calibration.fitting.patterns.count import Statistic
from calibration.fitting.patterns.record import Floats, Record


@cache
def statistics() -> Mapping[str, Statistic]:
    """Return every statistic by name, in a fixed order."""
    parts = (flows, moves, missing, risk, careers, siblings)
    return {one.name: one for part in parts for one in part.statistics()}


def counts(record: Record) -> Floats:
    """Return what a run shows: count and what it is out of, shape (statistics, 2)."""
    return np.array([one.count(record) for one in statistics().values()])

"""What a statistic is: a number of events or children, perhaps out of a number at risk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from calibration.fitting.patterns.record import Floats, Record

#: A run's answer: a count, and the number it is a share of (0 where it is a plain count).
type Count = tuple[float, float]
AGES: Final = ("under_1", "1_4", "5_9", "10_15", "16_plus")
_EDGES: Final = np.array([1.0, 5.0, 10.0, 16.0])


@dataclass(frozen=True)
class Statistic:
    """Describe one number a run shows.

    Attributes
    ----------
    name
        Measure and subgroup, such as ``starts/10_15``; targets name it.
    label
        The same in words.
    is_share
        Whether it is a count out of another (else it grows with the number of children).
    count
        Takes a record to the count and what it is out of.
    """

    name: str
    label: str
    is_share: bool
    count: Callable[[Record], Count]


def of_count(name: str, label: str, function: Callable[[Record], float]) -> Statistic:
    """Make a statistic of a plain count."""
    return Statistic(name, label, False, lambda record: (float(function(record)), 0.0))


def of_share(name: str, label: str, function: Callable[[Record], Count]) -> Statistic:
    """Make a statistic of a count out of another."""
    return Statistic(name, label, True, function)


def by_age(ages: Floats) -> Floats:
    """Return how many fall into each of the five age bands, shape (5,)."""
    return np.bincount(np.searchsorted(_EDGES, ages, side="right"), minlength=len(AGES)).astype(
        float
    )


def banded(values: Any, edges: tuple[float, ...]) -> Floats:
    """Return how many values fall between edges, both ends open, shape (edges + 1,)."""
    bands = np.searchsorted(np.array(edges), values, side="right")
    return np.bincount(bands, minlength=len(edges) + 1).astype(float)

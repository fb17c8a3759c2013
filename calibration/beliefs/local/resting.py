"""The ages at which a council stands still: starts and exits that keep those looked after as they are.

Children looked after are followed along age: some are there at birth or come over the ages of a
band, some leave at the band's rate, the rest pass on into the next. Where published starts and
exits of a band do not hold its published number, both give way in opposite directions, exits by most
of it, until they do; so one year's luck in who came at what age sends no council off on a drift. What
the same sum finds for England, which was not at rest either, is taken off: England is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, expm1
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import ADULTHOOD, AGE_BAND_COUNT, AGE_EDGES

Floats = NDArray[np.float64]
LOW: Final = np.array([0.0, *AGE_EDGES])
WIDTH: Final = np.diff([*LOW, ADULTHOOD])
#: The log ratio of starts to exits of a band is never moved further than this.
_MOST: Final = 2.0
_HALVINGS: Final = 40
_TINY: Final = 1e-6
YEARS_OF_AGE: Final = int(ADULTHOOD)


@dataclass(frozen=True)
class Resting:
    """Hold what keeps a council's ages as they are.

    Attributes
    ----------
    moved
        Log ratio by which starts over exits were moved, by age band, shape (5,).
    ages
        Share of its band that each year of age holds, shape (18,).
    """

    moved: Floats
    ages: Floats


@dataclass(frozen=True)
class Band:
    """Hold one age band: who is there at its beginning, who comes over its ages, who leaves a year."""

    width: float
    there: float
    coming: float
    leaving: float

    def at(self, reached: float) -> float:
        """Return how many there are a year of age, so far into the band."""
        kept = exp(-self.leaving * reached)
        return self.there * kept - self.coming / self.width * expm1(-self.leaving * reached) / (
            self.leaving
        )

    def until(self, reached: float) -> float:
        """Return how many there are altogether, so far into the band."""
        spent = -expm1(-self.leaving * reached) / self.leaving
        later = (reached - spent) / self.leaving
        return self.there * spent + self.coming / self.width * later


def band_of(b: int, there: float, starts: float, rate: float, at_birth: float) -> Band:
    """Return an age band; of those who start under 1, some are there from birth on."""
    born = at_birth * starts if b == 0 else 0.0
    return Band(float(WIDTH[b]), there + born, starts - born, max(rate, _TINY))


def resting(
    stock: Floats, starts: Floats, rate: Floats, gain: float, p: Mapping[str, Any]
) -> Resting:
    """Return what holds a council's number of each age.

    Parameters
    ----------
    stock, starts, rate
        Children with families looked after, starts a year, exits before 18 a year and child, by
        age band, shape (5,).
    gain
        Growth a year that all ages share.
    p
        Holds `local_settling`, the share that falls on starts, and `synth_newborn_share`.
    """
    on_starts, at_birth = float(p["local_settling"]), float(p["synth_newborn_share"])
    moved, ages = np.zeros(AGE_BAND_COUNT), np.zeros(YEARS_OF_AGE)
    there = 0.0
    for b in range(AGE_BAND_COUNT):
        low, high = -_MOST, _MOST
        for _ in range(_HALVINGS):
            moved[b] = (low + high) / 2
            coming = starts[b] * exp(on_starts * moved[b])
            left = rate[b] * exp((on_starts - 1.0) * moved[b]) + gain
            one = band_of(b, there, coming, left, at_birth)
            if one.until(one.width) < stock[b]:
                low = moved[b]
            else:
                high = moved[b]
        years = np.arange(int(one.width) + 1)
        part = np.diff([one.until(float(year)) for year in years])
        first = int(LOW[b])
        # Where nobody comes there is nothing to tell: spread evenly.
        even = np.full(part.size, 1.0 / part.size)
        ages[first : first + part.size] = part / part.sum() if part.sum() > 0.0 else even
        there = one.at(one.width) * stock[b] / max(one.until(one.width), _TINY)
    return Resting(moved, ages)

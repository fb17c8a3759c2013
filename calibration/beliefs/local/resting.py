"""The ages at which a council stands still: starts and exits that keep those looked after as they are.

Children looked after are followed from the age at which they came: some leave, sooner the shorter
they have been looked after, the rest grow older and pass on into the next age band. Where published
starts and exits of a band do not hold its published number, both give way in opposite directions,
exits by most of it, until they do or have given way as far as is believed; so one year's luck in who came at what age sends no council off on
a drift. What the same sum finds for England, which was not at rest either, is taken off: England is kept.

With the ages come the times that children of each age have been looked after: those of a stock that
such starts and exits have been feeding for long, so that none of them has to settle in a run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.lengths import (
    ADULTHOOD,
    AGE_BAND_COUNT,
    AGE_EDGES,
    CARE_BAND_COUNT,
    QUARTERS_PER_YEAR,
    YEARS_OF_AGE,
)
from agents.synthesis.care import CARE_ENDS

Floats = NDArray[np.float64]
LOW: Final = np.array([0.0, *AGE_EDGES])
WIDTH: Final = np.diff([*LOW, ADULTHOOD])
#: The log ratio of starts to exits of a band is never moved further than this.
_MOST: Final = 2.0
#: Rounds of Newton's rule at most, and the log ratio at which a band's number is met.
_ROUNDS, _MET = 30, 1e-6
_TINY: Final = 1e-9
#: Parts of a year in which ages now and ages at the start of care are told apart.
_STEPS: Final = QUARTERS_PER_YEAR
_CELLS: Final = YEARS_OF_AGE * _STEPS


@dataclass(frozen=True)
class Resting:
    """Hold what keeps a council's ages as they are.

    Attributes
    ----------
    moved
        Log ratio by which starts over exits were moved, by age band, shape (5,).
    quarters
        Share of its band that each quarter of a year of age holds, shape (72,).
    elapsed
        Of each quarter of a year of age, share by band of time in care, shape (72, 9).
    """

    moved: Floats
    quarters: Floats
    elapsed: Floats

    @property
    def ages(self) -> Floats:
        """Return the share of its band that each year of age holds, shape (18,)."""
        return np.asarray(self.quarters.reshape(YEARS_OF_AGE, _STEPS).sum(axis=1))


class Band(NamedTuple):
    """Hold an age band: its cells of age against every age at which care may have begun by then.

    Attributes
    ----------
    cells
        First cell of age and the one after the last.
    part
        Part of a cell of age that those who came at an age are there for, shape (cells, ages at start).
    spent, whole
        Hazard so far within the band at England's level, in the middle of each cell, shape as
        `part`, and to the band's end, shape (ages at start,).
    years, all_years
        Years so far within the band, and to its end, in the same shapes.
    """

    cells: tuple[int, int]
    part: Floats
    spent: Floats
    whole: Floats
    years: Floats
    all_years: Floats


@lru_cache(maxsize=8)
def bands_of(exits: tuple[float, ...]) -> tuple[Band, ...]:
    """Return the age bands with the hazards of leaving that England has.

    Parameters
    ----------
    exits
        Exits a year and child by age band and time in care, shape (5, 9) row by row.
    """
    rates = np.array(exits).reshape(AGE_BAND_COUNT, CARE_BAND_COUNT)
    middles = (np.arange(_CELLS) + 0.5) / _STEPS
    # Care may begin at birth, or over each cell of age.
    came = np.concatenate([[0.0], middles])
    found = []
    for b, (low, width) in enumerate(zip(LOW, WIDTH, strict=True)):
        first, last = int(low * _STEPS), int((low + width) * _STEPS)
        ages, starts = middles[first:last, None], came[: last + 1]
        elapsed = ages - starts
        same = np.abs(elapsed) < _TINY
        # Of those who come within a cell half are there on average, for a third of its length so far.
        elapsed = np.where(same, 1.0 / (3.0 * _STEPS), np.maximum(elapsed, 0.0))
        part = np.where(same, 0.5, (ages > starts).astype(float))
        before = np.maximum(low - starts, 0.0)
        after = low + width - starts
        spent = hazard_by(rates[b], elapsed) - hazard_by(rates[b], before)
        whole = hazard_by(rates[b], after) - hazard_by(rates[b], before)
        found.append(Band((first, last), part, spent, whole, elapsed - before, after - before))
    return tuple(found)


def hazard_by(rates: Floats, elapsed: Floats) -> Floats:
    """Return the hazard of leaving that has been met by a time in care, with a rate for each band."""
    reached = np.concatenate([[0.0], np.cumsum(rates * np.diff(CARE_ENDS))])
    return np.asarray(np.interp(elapsed, CARE_ENDS, reached))


def resting(
    stock: Floats, starts: Floats, level: Floats, gain: float, p: Mapping[str, Any]
) -> Resting:
    """Return what holds a council's number of each age.

    Parameters
    ----------
    stock, starts, level
        Children with families looked after, starts a year, level of leaving care before 18
        against England's, by age band, shape (5,).
    gain
        Growth a year that all ages share.
    p
        Holds `care_exits`, England's exits by age and time in care; `local_settling`, the share
        that falls on starts; and `synth_newborn_share`.
    """
    on_starts, at_birth = float(p["local_settling"]), float(p["synth_newborn_share"])
    moved = np.zeros(AGE_BAND_COUNT)
    # Of those who came at each age: how many there are as the next band begins.
    there = np.zeros(1 + _CELLS)
    living = np.zeros((_CELLS, 1 + _CELLS))
    for b, band in enumerate(bands_of(tuple(np.ravel(p["care_exits"]).tolist()))):
        first, last = band.cells
        coming = np.zeros(last + 1)
        coming[1 + first :] = starts[b] / (last - first)
        if b == 0:
            coming *= 1.0 - at_birth
            coming[0] = at_birth * starts[b]
        settled = Settling(band, there[: last + 1], coming, float(level[b]), gain, on_starts)
        moved[b], own = settled.to(float(stock[b]))
        total = max(float(own.sum()) / _STEPS, _TINY)
        scale = float(stock[b]) / total
        living[first:last, : last + 1] = own * scale
        there[: last + 1] = settled.at_end(moved[b]) * scale
    return Resting(moved, *ages_and_times(living))


@dataclass(frozen=True)
class Settling:
    """Hold an age band whose starts and exits give way until its number is met.

    Attributes
    ----------
    band
        The band.
    there, coming
        Of each age at the start of care: children as the band begins, and starts a year in it,
        shape (ages at start,).
    level, gain, on_starts
        Level of exits, growth a year, and the share of what gives way that falls on starts.
    """

    band: Band
    there: Floats
    coming: Floats
    level: float
    gain: float
    on_starts: float

    def exits(self, moved: float) -> float:
        """Return the level of exits once they gave way."""
        return self.level * float(np.exp((self.on_starts - 1.0) * moved))

    def staying(self, moved: float) -> tuple[Floats, Floats]:
        """Return children a year of age by cell and age at start: there before, and come in the band."""
        kept = np.exp(-self.exits(moved) * self.band.spent - self.gain * self.band.years)
        kept *= self.band.part
        return self.there * kept, self.coming * float(np.exp(self.on_starts * moved)) * kept

    def to(self, stock: float) -> tuple[float, Floats]:
        """Return how far starts over exits have to move for a stock, and who is there then."""
        moved = 0.0
        for _ in range(_ROUNDS):
            before, came = self.staying(moved)
            own = before + came
            total = max(float(own.sum()) / _STEPS, _TINY)
            off = float(np.log(max(stock, _TINY) / total))
            if abs(off) < _MET:
                break
            slower = (1.0 - self.on_starts) * self.exits(moved)
            slope = float((own * self.band.spent).sum()) * slower + self.on_starts * came.sum()
            step = off * total * _STEPS / max(float(slope), _TINY)
            moved = float(np.clip(moved + np.clip(step, -1.0, 1.0), -_MOST, _MOST))
        before, came = self.staying(moved)
        return moved, before + came

    def at_end(self, moved: float) -> Floats:
        """Return children as the band ends, by age at the start of care."""
        kept = np.exp(-self.exits(moved) * self.band.whole - self.gain * self.band.all_years)
        came = self.coming * float(np.exp(self.on_starts * moved))
        return np.asarray((self.there + came) * kept)


@lru_cache(maxsize=1)
def _times() -> tuple[Floats, Floats]:
    """Return the share of each band of time in care by cells since care began, shape (cells, 9), twice.

    Those who came in one cell and are now in another have been there for about as long as the two
    are apart, up to a cell more or less, the middle likeliest; those who came at birth for as long
    as they are old.
    """

    def up_to(apart: int, time: Floats) -> Floats:
        reached = np.clip(time * _STEPS - apart, -1.0, 1.0)
        whole = 0.5 + reached - np.sign(reached) * reached**2 / 2.0
        return np.asarray(2.0 * whole - 1.0 if apart == 0 else whole)

    def since_birth(age: int, time: Floats) -> Floats:
        return np.clip(time * _STEPS - age, 0.0, 1.0)

    cells = range(_CELLS)
    return tuple(np.array([np.diff(f(i, CARE_ENDS)) for i in cells]) for f in (up_to, since_birth))  # type: ignore[return-value]


def ages_and_times(living: Floats) -> tuple[Floats, Floats]:
    """Return how ages spread inside their bands, and times in care by quarter of a year of age.

    Parameters
    ----------
    living
        Children by cell of age now and age at the start of care, birth first, shape (72, 73).

    Returns
    -------
    tuple
        Shares of each band, shape (72,), and shares of each quarter, shape (72, 9). Where nobody is,
        evenly spread.
    """
    came, born = _times()
    now = np.arange(_CELLS)
    apart = now[:, None] - now
    since = np.zeros((_CELLS, _CELLS))
    rows, columns = np.nonzero(apart >= 0)
    np.add.at(since, (rows, apart[rows, columns]), living[rows, 1 + columns])
    times = since @ came + living[:, :1] * born
    cells = times.sum(axis=1)
    bands = np.searchsorted(AGE_EDGES, now / _STEPS, side="right")
    band = np.bincount(bands, cells)[bands]
    quarters = np.where(band > 0, cells / np.maximum(band, _TINY), 1.0 / (WIDTH[bands] * _STEPS))
    even = np.diff(np.minimum(CARE_ENDS, (now[:, None] + 1.0) / _STEPS), axis=1)
    shares = np.where(cells[:, None] > 0, times, even)
    return quarters, shares / shares.sum(axis=1, keepdims=True)

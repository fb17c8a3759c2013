"""Unaccompanied children as arrivals leave them: how old those looked after are, and since when.

Each came at some age and stays until transferred, until leaving otherwise or until 18. Counted over
every age of arrival and every time since, that is the stock a steady stream of arrivals has; its
ages and its times in care belong together and stand still from the first day.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.lengths import ADULTHOOD, AGE_EDGES, SIXTEEN, YEARS_OF_AGE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: Steps of a year in which ages of arrival and times since are told apart.
_STEPS: Final = 24
_JUST_CAME: Final = 1.0 / (3.0 * _STEPS)
#: Under 16, of 16, of 17.
_AGE_GROUPS: Final = 3
#: Hazards of transfer between which the one that fits is sought, in halvings.
_MOST_TRANSFER: Final = 200.0
_HALVINGS: Final = 40
#: Nobody stays for less than this part of a year, and shares below it are none.
_SHORTEST: Final = 1e-6
#: Streams kept: as many as one search asks for, a few times over.
_STREAMS: Final = 256


@dataclass(frozen=True)
class Stream:
    """Hold the stock of a stream of one arrival a year, cell by cell.

    Attributes
    ----------
    age, elapsed
        Age now and time in care so far in the middle of each cell, shape (cells,).
    children
        Children in each cell; their sum is the mean time an arrival stays, in years.
    """

    age: Floats
    elapsed: Floats
    children: Floats

    @cached_property
    def stay(self) -> float:
        """Return the mean time an arrival stays, in years."""
        return max(float(self.children.sum()), _SHORTEST)

    @cached_property
    def by_year(self) -> Floats:
        """Return the share of the stock in each year of age, shape (18,)."""
        years = np.bincount(self.age.astype(int), self.children, minlength=YEARS_OF_AGE)
        return np.asarray(years / self.stay)


class Leaving(NamedTuple):
    """Hold what says how long arrivals stay.

    Attributes
    ----------
    shares
        Arrivals by year of age, shape (18,).
    other
        Hazard of leaving otherwise by age band, shape (5,).
    window
        Time after arrival in which transfer happens, in years.
    """

    shares: tuple[float, ...]
    other: tuple[float, ...]
    window: float


@cache
def _cells() -> tuple[Floats, Floats, Floats]:
    """Return the ages of arrival and the times since of every cell of age before 18, and its part.

    Ages of arrival and of now are those of the middles of cells, so that the last month before 18 is as
    full as the others. Half of those who came in a cell are there in it, for a third of it on average.
    """
    middles = (np.arange(YEARS_OF_AGE * _STEPS) + 0.5) / _STEPS
    apart = np.arange(YEARS_OF_AGE * _STEPS) / _STEPS
    came, elapsed = (grid.ravel() for grid in np.meshgrid(middles, apart, indexing="ij"))
    before_18 = came + elapsed < ADULTHOOD
    came, elapsed = came[before_18], elapsed[before_18]
    return came, elapsed, np.where(elapsed > 0, 1.0, 0.5)


def stream(p: Mapping[str, Any], transfer: float) -> Stream:
    """Return the stock of a stream of arrivals.

    Parameters
    ----------
    p
        Holds ages on arrival, the window of transfers and the hazards of leaving otherwise.
    transfer
        Hazard of transfer in the window, per year.
    """
    return _stream(_leaving(p), transfer)


def _leaving(p: Mapping[str, Any]) -> Leaving:
    """Return what says how long arrivals stay, as a key under which it is kept."""
    shares, other = (
        tuple(np.asarray(p[name], dtype=float).tolist())
        for name in ("synth_uasc_age_share", "other_exit_hazard")
    )
    return Leaving(shares, other, float(p["transfer_window_years"]))


@lru_cache(maxsize=_STREAMS)
def _stream(leaving: Leaving, transfer: float) -> Stream:
    shares, others, window = leaving
    came, elapsed, part = _cells()
    share = np.array(shares)[came.astype(int)] / max(sum(shares), _SHORTEST) / _STEPS
    arriving = np.flatnonzero(share)
    came, elapsed, share = came[arriving], elapsed[arriving], share[arriving] * part[arriving]
    age = came + elapsed
    elapsed = np.where(elapsed > 0, elapsed, _JUST_CAME)
    other = np.array(others)[np.searchsorted(AGE_EDGES, age, side="right")]
    stays = np.exp(-transfer * np.minimum(elapsed, window) - other * elapsed)
    return Stream(age, elapsed, share * stays / _STEPS)


def transfer_for(stay: float, p: Mapping[str, Any]) -> float:
    """Return the hazard of transfer at which arrivals stay so many years on average.

    0 where they would stay no longer without transfers.
    """
    return _lowest(lambda hazard: stream(p, hazard).stay <= stay)


def transfer_of(share: float, p: Mapping[str, Any]) -> float:
    """Return the hazard of transfer at which such a share of arrivals is moved on."""
    return _transfer_of(share, _leaving(p))


@lru_cache(maxsize=_STREAMS)
def _transfer_of(share: float, leaving: Leaving) -> float:
    # Of all councils alike, so sought for once: forty streams are more work than all else of a council.
    def moved(hazard: float) -> float:
        return hazard * float(_early(_stream(leaving, hazard), leaving.window).sum())

    return _lowest(lambda hazard: moved(hazard) >= share)


def _lowest(reached: Callable[[float], bool]) -> float:
    """Return the lowest hazard of transfer that reaches something, or the highest there is."""
    low, high = 0.0, _MOST_TRANSFER
    if reached(low):
        return low
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def _early(whole: Stream, window: float) -> Floats:
    """Return the children of each cell who came so lately that they may be moved on."""
    # The cell in the middle of which the time is over counts half.
    left = (window - whole.elapsed) * _STEPS
    return np.asarray(whole.children * np.clip(left + 0.5, 0.0, 1.0))


def moved_on(p: Mapping[str, Any], transfer: float) -> Floats:
    """Return transfers a year and child of those under 16, of 16 and of 17, shape (3,)."""
    whole = stream(p, transfer)
    groups = np.clip(whole.age.astype(int) - int(SIXTEEN) + 1, 0, _AGE_GROUPS - 1)
    there, able = (
        np.bincount(groups, many, minlength=_AGE_GROUPS)
        for many in (whole.children, _early(whole, float(p["transfer_window_years"])))
    )
    return np.asarray(transfer * able / np.maximum(there, _SHORTEST))


def ages_and_times(
    older: bool, count: int, p: Mapping[str, Any], where: Floats, inside: Floats
) -> tuple[Floats, Floats]:
    """Return ages and times in care of some unaccompanied children looked after.

    Parameters
    ----------
    older
        Whether of those of 16 and over, or of those under 16.
    count
        How many.
    p
        As for `stream`, and the council's `transfer_hazard`.
    where, inside
        Uniform numbers, shape (count,): which cell, and where in it.
    """
    whole = stream(p, float(p["transfer_hazard"]))
    own = np.flatnonzero((whole.age >= SIXTEEN) == older)
    if count == 0 or own.size == 0:
        return np.zeros(0), np.zeros(0)
    reached = np.cumsum(whole.children[own])
    cell = own[np.minimum(np.searchsorted(reached / reached[-1], where), own.size - 1)]
    shift = (inside - 0.5) / _STEPS
    elapsed = np.maximum(whole.elapsed[cell] + shift, 0.0)
    low, high = (SIXTEEN, ADULTHOOD) if older else (0.0, SIXTEEN)
    age = np.clip(whole.age[cell] + shift, low, np.nextafter(high, low))
    return age, elapsed


def under_16(p: Mapping[str, Any]) -> float:
    """Return the share of unaccompanied children looked after who are under 16."""
    whole = stream(p, float(p["transfer_hazard"]))
    return float(whole.children[whole.age < SIXTEEN].sum() / whole.stay)

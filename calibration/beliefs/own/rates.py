"""Occurrence over exposure of a return: leaving care and moving, by age, time in care, moves and placement."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import DAYS_PER_YEAR
from calibration.beliefs.local.gamma import GammaPosterior
from calibration.beliefs.own.exposure import (
    AGES,
    MOVES,
    TIMES,
    age_on,
    band_of,
    by_age,
    by_moves,
    by_time,
    child_days,
    in_year,
    time_band_of,
)
from calibration.beliefs.own.histories import Histories

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
KINDS: Final = tuple(
    kind.name.lower().replace("_", " ") for kind in Placement if kind is not Placement.NONE
)
#: Events that a rate is as good as known by before any is seen.
_JEFFREYS: Final = 0.5
#: What children are told apart by, and the bands of each.
BY: Final = {
    "age": AGES,
    "time in care": TIMES,
    "moves so far": MOVES,
    "placement": KINDS,
}


@dataclass(frozen=True)
class Rate:
    """Hold what happened in one band, and the child-years in which it could have."""

    by: str
    band: str
    years: float
    exits: int
    moves: int

    def interval(self, events: float) -> tuple[float, float]:
        """Return the 90% interval of the rate of these events a child-year.

        Of events that come one by one, with Jeffreys' prior: it is of the years that were seen, and holds nothing of how
        years differ.
        """
        return GammaPosterior(events + _JEFFREYS, self.years).interval()


def rates_of(found: Histories, years: Sequence[int]) -> list[Rate]:
    """Return exits before 18 and moves to another carer of some years together, band by band."""
    frame = found.episodes.assign(
        was=found.episodes.kind.groupby(found.episodes.child).shift(1).fillna(0).astype("int64")
    )
    rows = []
    for by, bands in BY.items():
        exposed, exits, moves = np.zeros((3, len(bands)))
        for year in years:
            exposed += _exposed(frame, year, by).sum(axis=0)
            exits += _at(_exits(frame, year), by, "DEC", len(bands))
            moves += _at(_moves(frame, year), by, "DECOM", len(bands))
        rows += [
            Rate(by, band, float(days) / DAYS_PER_YEAR, int(left), int(moved))
            for band, days, left, moved in zip(bands, exposed, exits, moves, strict=True)
        ]
    return rows


def _exposed(frame: pd.DataFrame, year: int, by: str) -> Floats:
    if by == "placement":
        at = frame.kind.to_numpy() - 1
        return np.asarray(child_days(frame, year)[:, None] * np.eye(len(KINDS))[at])
    how = {"age": by_age, "time in care": by_time, "moves so far": by_moves}
    return how[by](frame, year)


def _exits(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    left = frame[frame.leaves & in_year(frame.DEC, year)]
    return left[left.DEC.lt(left.adult)]


def _moves(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return moves as they were just before: where they lived, and how many moves ago it began."""
    moved = frame[frame.moves & in_year(frame.DECOM, year)]
    return moved.assign(so_far=moved.so_far - 1, kind=moved.was)


def _at(events: pd.DataFrame, by: str, when: str, size: int) -> Ints:
    if by == "age":
        bands = band_of(age_on(events.born, events[when]))
    elif by == "time in care":
        bands = time_band_of(age_on(events.entered, events[when]))
    elif by == "moves so far":
        bands = np.minimum(events.so_far.to_numpy(), len(MOVES) - 1)
    else:
        bands = events.kind.to_numpy() - 1
    return np.bincount(bands, minlength=size)[:size]

"""Occurrence over exposure of a return: leaving care and moving, by age, time in care, moves and placement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
KINDS: Final = tuple(
    kind.name.lower().replace("_", " ") for kind in Placement if kind is not Placement.NONE
)
#: What may happen to children looked after.
EVENTS: Final = ("exits", "moves")
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
    """Hold what happened in one band, and the child-years in which it could have.

    Attributes
    ----------
    by, band
        What children are told apart by, and which of them.
    years
        Child-years.
    exits, moves
        Exits before 18, and moves to another carer.
    clumps
        How many of either tell as much as one event that comes by itself: one child may move again and again.
    """

    by: str
    band: str
    years: float
    exits: float
    moves: float
    clumps: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(EVENTS, 1.0))

    def interval(self, what: str) -> tuple[float, float]:
        """Return the 90% interval of the rate of exits or moves a child-year, with Jeffreys' prior.

        It is of the years that were seen, and holds nothing of how years differ.
        """
        clump = self.clumps[what]
        events = float(getattr(self, what))
        return GammaPosterior(events / clump + _JEFFREYS, self.years / clump).interval()


def rates_of(found: Histories, years: Sequence[int]) -> list[Rate]:
    """Return exits before 18 and moves to another carer of some years together, band by band."""
    frame = found.episodes.assign(
        was=found.episodes.kind.groupby(found.episodes.child).shift(1).fillna(0).astype("int64"),
        at=pd.factorize(found.episodes.child)[0],
    )
    return [one for by in BY for one in _rates_by(by, frame, years)]


def _rates_by(by: str, frame: pd.DataFrame, years: Sequence[int]) -> Iterator[Rate]:
    """Yield the rates of one way to tell children apart; inside, tables have shape (children, bands)."""
    shape = (int(frame["at"].max()) + 1 if len(frame) else 0, len(BY[by]))
    exposed, exits, moves = np.zeros((3, *shape))
    for year in years:
        np.add.at(exposed, frame["at"].to_numpy(), _exposed(frame, year, by))
        _add(exits, _exits(frame, year), by, "DEC")
        _add(moves, _moves(frame, year), by, "DECOM")
    exposed /= DAYS_PER_YEAR
    clumps = {"exits": _clumps(exits, exposed), "moves": _clumps(moves, exposed)}
    whole = zip(*(table.sum(axis=0) for table in (exposed, exits, moves)), strict=True)
    for k, (band, (there, left, moved)) in enumerate(zip(BY[by], whole, strict=True)):
        own = {what: float(each[k]) for what, each in clumps.items()}
        yield Rate(by, band, float(there), int(left), int(moved), own)


def _clumps(events: Floats, exposed: Floats) -> Floats:
    """Return how far children's own numbers lie from what the rate gives each, against events that come one by one.

    The variance of a sum over children who are independent of each other, each taken whole, by its mean.
    """
    many, there = events.sum(axis=0), exposed.sum(axis=0)
    rate = np.divide(many, there, out=np.zeros_like(many), where=there > 0)
    squares = ((events - rate * exposed) ** 2).sum(axis=0)
    return np.maximum(np.divide(squares, many, out=np.ones_like(many), where=many > 0), 1.0)


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


def _add(table: Floats, events: pd.DataFrame, by: str, when: str) -> None:
    """Add events to a table of children and bands."""
    if by == "age":
        bands = band_of(age_on(events.born, events[when]))
    elif by == "time in care":
        bands = time_band_of(age_on(events.entered, events[when]))
    elif by == "moves so far":
        bands = np.minimum(events.so_far.to_numpy(), len(MOVES) - 1)
    else:
        bands = events.kind.to_numpy() - 1
    inside = bands < table.shape[1]
    np.add.at(table, (events["at"].to_numpy()[inside], bands[inside]), 1.0)

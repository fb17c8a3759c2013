"""England as the sum of its councils' futures: whether what came about lies where the simulation says.

Futures of one number share England's luck of the years, so their sum over councils wanders as
England does; councils' own luck averages out. No rival has a part in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.checks.backtest.forecast import Result, Task
from calibration.checks.backtest.past import KINDS, past, shares
from calibration.checks.backtest.scores import points

Floats = NDArray[np.float64]
#: Between which one more future lies 9 times in 10.
ENDS: Final = (0.05, 0.95)


@dataclass(frozen=True)
class Sum:
    """Hold England's future in one year of one quantity, and what came about in the same councils.

    Attributes
    ----------
    origin, horizon
        Year it starts from, and years ahead.
    quantity
        "stock" or "starts" (children), or "placements" (share of those looked after).
    what
        Kind of placement; empty for counts.
    low, middle, high
        Points of the simulated sums; one more lies between the ends 9 times in 10.
    outcome
        As published.
    """

    origin: int
    horizon: int
    quantity: str
    what: str
    low: float
    middle: float
    high: float
    outcome: float

    @property
    def inside(self) -> bool:
        """Return whether the outcome lies between the ends."""
        return self.low <= self.outcome <= self.high

    @property
    def half_width(self) -> float:
        """Return half of the interval's width over its middle."""
        return (self.high - self.low) / 2.0 / self.middle


def sums(tasks: Sequence[Task], results: Mapping[str, Result], horizon: int) -> list[Sum]:
    """Return England's sums at each origin: stock, starts and the share of each kind of placement."""
    found = []
    for origin in dict.fromkeys(task.origin for task in tasks):
        own = [task for task in tasks if task.origin == origin and task.horizon >= horizon]
        for quantity in ("stock", "starts"):
            found.append(_counted(own, results, quantity, horizon))
        found += _placed(own, results, horizon)
    return found


def _sum(origin: int, horizon: int, quantity: str, what: str, at: Floats, outcome: float) -> Sum:
    low, middle, high = points(at, [ENDS[0], 0.5, ENDS[1]])
    return Sum(origin, horizon, quantity, what, low, middle, high, outcome)


def _counted(
    tasks: Sequence[Task], results: Mapping[str, Result], quantity: str, horizon: int
) -> Sum:
    """Return the sum of a count over the councils whose outcome is known."""
    year = tasks[0].origin + horizon
    known = getattr(past(year), quantity)
    own = [task for task in tasks if year in known[task.code]]
    each = np.array([[one[horizon - 1] for one in results[t.key][quantity]] for t in own])
    outcome = sum(known[task.code][year] for task in own)
    return _sum(tasks[0].origin, horizon, quantity, "", each.sum(axis=0), float(outcome))


def _placed(tasks: Sequence[Task], results: Mapping[str, Result], horizon: int) -> list[Sum]:
    """Return England's share of each kind of placement, over the councils whose shares are known."""
    year = tasks[0].origin + horizon
    known, stock = shares(year), past(year).stock
    own = [task for task in tasks if task.code in known and year in stock[task.code]]
    mix = np.array([[one[horizon - 1] for one in results[task.key]["mix"]] for task in own])
    many = np.array([stock[task.code][year] for task in own])
    came = np.array([known[task.code] for task in own])
    found = []
    for kind, name in enumerate(KINDS):
        told = np.isfinite(came[:, kind])
        if not told.any():
            continue
        at = mix[told, :, kind].sum(axis=0) / mix[told].sum(axis=(0, 2))
        outcome = float(came[told, kind] @ many[told] / many[told].sum())
        found.append(_sum(tasks[0].origin, horizon, "placements", name, at, outcome))
    return found

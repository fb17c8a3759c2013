"""Ways to read a figure from what a run counted; a measure's declaration names one of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    # The list of measures is read by many who run nothing.
    from simulation.outcomes.counted import Counted
    from simulation.outcomes.tally import Tally

Floats = NDArray[np.float64]


class Reading(Protocol):
    """What reads a figure by year."""

    def by_year(self, run: "Counted") -> Floats:
        """Return the figure of each year, shape (years,)."""


class WeeklyReading(Reading, Protocol):
    """What also reads it week by week."""

    def by_week(self, tally: "Tally") -> NDArray[Any]:
        """Return the figure of each week, shape (weeks,)."""


@dataclass(frozen=True, init=False)
class Events:
    """Events in the year or week; a process's name means all its outcomes."""

    names: tuple[str, ...]

    def __init__(self, *names: str) -> None:
        object.__setattr__(self, "names", names)

    def by_year(self, run: "Counted") -> Floats:
        """Return how many there were each year."""
        return run.tally.events(*self.names)

    def by_week(self, tally: "Tally") -> NDArray[Any]:
        """Return how many there were each week."""
        return tally.by_bin(*self.names)


@dataclass(frozen=True, init=False)
class Inside:
    """Young people who are in any of some cells, none of which overlap, at the year's or week's end."""

    cells: tuple[str, ...]

    def __init__(self, *cells: str) -> None:
        object.__setattr__(self, "cells", cells)

    def by_year(self, run: "Counted") -> Floats:
        """Return how many there are on each 31 March."""
        return np.sum([run.tally.stock(cell) for cell in self.cells], axis=0)

    def by_week(self, tally: "Tally") -> NDArray[Any]:
        """Return how many there are at each week's end."""
        return np.sum([tally.stock_by_bin(cell) for cell in self.cells], axis=0)


@dataclass(frozen=True)
class TimeInside:
    """Exact time spent in a cell, child-weeks."""

    cell: str

    def by_year(self, run: "Counted") -> Floats:
        """Return the child-weeks of each year."""
        return run.tally.weeks(self.cell)


@dataclass(frozen=True)
class LookedUp:
    """What a snapshot of 31 March holds under a name."""

    name: str

    def by_year(self, run: "Counted") -> Floats:
        """Return it for each 31 March."""
        return np.array([float(getattr(one, self.name)) for one in run.snapshots])


@dataclass(frozen=True)
class PerChild:
    """One figure as a share of another, of which there is at least one child."""

    part: Reading
    whole: Reading

    def by_year(self, run: "Counted") -> Floats:
        """Return the share of each year."""
        return np.asarray(self.part.by_year(run) / np.maximum(self.whole.by_year(run), 1.0))


@dataclass(frozen=True)
class Pounds:
    """A line of what the run cost, under its name in `simulation.costs.Costs`."""

    line: str

    def by_year(self, run: "Counted") -> Floats:
        """Return the pounds of each year."""
        return np.asarray(getattr(run.costs, self.line), dtype=float)

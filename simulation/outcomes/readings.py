"""Ways to read a figure from what a run counted; a measure's declaration names one of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    # The list of measures is read by many who run nothing, such as the command that prints it.
    import numpy as np
    from numpy.typing import NDArray

    from simulation.outcomes.counted import Counted
    from simulation.outcomes.tally import Tally

type Floats = NDArray[np.float64]
type Numbers = NDArray[Any]


class Reading(Protocol):
    """What reads a figure by year."""

    def by_year(self, run: "Counted") -> Floats:
        """Return the figure of each year, shape (years,)."""


class WeeklyReading(Reading, Protocol):
    """What also reads it week by week."""

    def by_week(self, tally: "Tally") -> Numbers:
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

    def by_week(self, tally: "Tally") -> Numbers:
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
        return run.tally.stock(*self.cells)

    def by_week(self, tally: "Tally") -> Numbers:
        """Return how many there are at each week's end."""
        return tally.stock_by_bin(*self.cells)


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
        return run.looked_up(self.name)


@dataclass(frozen=True)
class PriceOf:
    """The price of a kind of placement, over the base year's."""

    kind: int

    def by_year(self, run: "Counted") -> Floats:
        """Return the mean price of each year."""
        return run.prices[:, self.kind]


@dataclass(frozen=True)
class PerChild:
    """One figure as a share of another, of which there is at least one child."""

    part: Reading
    whole: Reading

    def by_year(self, run: "Counted") -> Floats:
        """Return the share of each year."""
        found: Floats = self.part.by_year(run) / self.whole.by_year(run).clip(min=1.0)
        return found


@dataclass(frozen=True)
class Pounds:
    """A line of what the run cost, under its name in `simulation.costs.Costs`."""

    line: str

    def by_year(self, run: "Counted") -> Floats:
        """Return the pounds of each year."""
        found: Floats = getattr(run.costs, self.line)
        return found

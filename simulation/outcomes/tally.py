"""What one run has counted, in the terms of the tables: stocks, exact time and events by year."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR, WEEKS_PER_YEAR
from simulation.compile import RuleSet
from simulation.outcomes.cells import CELLS, INDEX
from simulation.outcomes.chosen import chosen

Floats = NDArray[np.float64]
#: Seven-day weeks in one of the 52 bins of a year of 365.25 days.
WEEKS_PER_BIN = WEEKS_PER_YEAR / BINS_PER_YEAR


@dataclass(frozen=True)
class Tally:
    """Read counts off the engine's state after a run of whole years, or of so many weeks of them."""

    rules: RuleSet
    state: Any
    years: int
    weeks_over: int | None = None

    @cached_property
    def stocks(self) -> NDArray[np.int64]:
        """Return who is in each cell at the end of each bin, shape (bins, cells)."""
        bins = self.years * BINS_PER_YEAR
        change = self.state.stock_change[:bins, : len(CELLS)].astype(np.int64)
        return np.asarray(self.state.first_stock[: len(CELLS)] + np.cumsum(change, axis=0))

    @cached_property
    def exposure(self) -> Floats:
        """Return exact child-weeks in each cell by year, shape (years, cells)."""
        bins = self.years * BINS_PER_YEAR
        start = np.vstack([self.state.first_stock[: len(CELLS)], self.stocks[:-1]])
        area = start + self.state.area_change[:bins, : len(CELLS)]
        if self.weeks_over is not None:
            area[self.weeks_over :] = 0.0
        return np.asarray(
            area.reshape(self.years, BINS_PER_YEAR, -1).sum(axis=1) * WEEKS_PER_BIN, dtype=float
        )

    @property
    def now(self) -> float:
        """Return how much of its years is over."""
        return self.years if self.weeks_over is None else self.weeks_over / BINS_PER_YEAR

    def stock(self, *cells: str) -> Floats:
        """Return who is in any of some cells, which do not overlap, at each year's end, (years,)."""
        return self.stock_by_bin(*cells)[BINS_PER_YEAR - 1 :: BINS_PER_YEAR].astype(float)

    def stock_by_bin(self, *cells: str) -> NDArray[np.int64]:
        """Return who is in any of some cells at the end of each bin, shape (bins,)."""
        return np.asarray(self.stocks[:, [INDEX[cell] for cell in cells]].sum(axis=1))

    def weeks(self, cell: str) -> Floats:
        """Return exact child-weeks in a cell by year, shape (years,)."""
        return self.exposure[:, INDEX[cell]]

    def by_bin(self, *outcomes: str) -> Floats:
        """Return events by bin, shape (bins,); a process name alone means all its outcomes.

        Raises
        ------
        DoorwaysError
            When there is no such process or outcome.
        """
        bins = self.years * BINS_PER_YEAR
        which = chosen(self.rules, outcomes)
        return np.asarray(self.state.events[:bins, which].sum(axis=1), dtype=float)

    @cached_property
    def yearly(self) -> NDArray[np.int64]:
        """Return events by year and outcome, shape (years, outcomes): many measures add them up."""
        by_bin = self.state.events[: self.years * BINS_PER_YEAR]
        return np.asarray(by_bin.reshape(self.years, BINS_PER_YEAR, -1).sum(axis=1, dtype=np.int64))

    def events(self, *outcomes: str) -> Floats:
        """Return events by year, shape (years,); the names are those of `by_bin`."""
        which = chosen(self.rules, outcomes)
        return np.asarray(self.yearly[:, which].sum(axis=1), dtype=float)

"""Bring prices of different years together: a general deflator, and uprating by outturn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.errors import DoorwaysError

_FIRST_CALENDAR_SHARE: Final = 0.75  # April to December: nine of a financial year's twelve months


@dataclass(frozen=True)
class Deflator:
    """Hold a price index by calendar year.

    The level of a financial year ("2009-10") is three quarters of its first calendar year's and
    one quarter of its second's; a calendar year ("2011") has its own.
    """

    index: Mapping[int, float]

    @classmethod
    def from_series(cls, first_year: int, values: ArrayLike) -> "Deflator":
        """Make a deflator from consecutive yearly values."""
        series = np.asarray(values, dtype=float)
        return cls({first_year + i: float(value) for i, value in enumerate(series)})

    def factor(self, of: str, to: int) -> float:
        """Return what a pound of one year is worth in pounds of a calendar year.

        Parameters
        ----------
        of
            Price year, "2011" or "2009-10".
        to
            Calendar year whose prices are wanted.

        Raises
        ------
        DoorwaysError
            When a year lies outside the index.
        """
        return self._level(to) / self._financial(of)

    def convert(self, pounds: float, of: str, to: int) -> float:
        """Return pounds of one price year in prices of a calendar year."""
        return pounds * self.factor(of, to)

    def _financial(self, of: str) -> float:
        first, *second = of.split("-")
        if not second:
            return self._level(int(first))
        rest = 1 - _FIRST_CALENDAR_SHARE
        return _FIRST_CALENDAR_SHARE * self._level(int(first)) + rest * self._level(int(first) + 1)

    def _level(self, year: int) -> float:
        if year not in self.index:
            known = f"The price index covers {min(self.index)} to {max(self.index)}."
            raise DoorwaysError("price year", year, known, "Choose a year it covers.")
        return self.index[year]


def uprate(
    pounds: float, outturn: NDArray[np.float64], first_year: int, of: float, to: int
) -> float:
    """Move a placement price between years along its own outturn, not along general prices.

    Residential prices rose three times as fast as the deflator, so a deflated price would be far
    too low.

    Parameters
    ----------
    pounds
        Price of year ``of``.
    outturn
        National unit cost, consecutive financial years.
    first_year
        Calendar year in which the first of them begins.
    of, to
        Calendar years in which the two financial years begin; ``of`` may lie between two, as the
        calendar year 2020 does (2019.75).
    """
    years = first_year + np.arange(len(outturn))
    for year in (of, to):
        if not years[0] <= year <= years[-1]:
            known = f"The outturn covers {years[0]} to {years[-1]} (years beginning in April)."
            raise DoorwaysError("price year", year, known, "Choose a year it covers.")
    return pounds * float(outturn[to - first_year]) / float(np.interp(of, years, outturn))

"""Discount money of later years to the first, from a dated table of rates."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class DiscountTable:
    """Hold real yearly discount rates by the year from which each holds.

    `rates[i]` discounts each year from `from_years[i]` until the next one begins; `dated` names
    the guidance the table was read from.
    """

    rates: tuple[float, ...]
    from_years: tuple[float, ...]
    dated: str = ""

    def __post_init__(self) -> None:
        if len(self.rates) != len(self.from_years) or sorted(self.from_years) != list(
            self.from_years
        ):
            raise ValueError("one rate per starting year, in rising order")


def discount(years: int, table: DiscountTable) -> NDArray[np.float64]:
    """Return the discount factor of each year of a run.

    Window k (1, 2, ...) lies k-1 years after the base date, so the first year counts in full.

    Parameters
    ----------
    years
        Number of yearly windows.
    table
        Real rates.

    Returns
    -------
    numpy.ndarray
        Factors, shape (years,), the first of them 1.
    """
    after = np.arange(1, years)
    rates = np.asarray(table.rates)[np.searchsorted(table.from_years, after, side="right") - 1]
    return np.concatenate(([1.0], np.cumprod(1.0 / (1.0 + rates))))[:years]

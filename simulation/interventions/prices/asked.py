"""What conditions write into the markets before a run: by how much prices change, and what they never exceed.

Prices are held by the quarter, as markets look at them. What a condition does to the price of a year
goes into the year's premium at once, so that it is paid whether or not the market answers; scarcity comes on
top quarter by quarter.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.lengths import MOST_QUARTERS, QUARTER, QUARTERS_PER_YEAR

Floats = NDArray[np.float64]


def part_of_quarters(begin: float, end: float) -> Floats:
    """Return the part of each quarter that lies between two moments, shape (MOST_QUARTERS,)."""
    starts = np.arange(MOST_QUARTERS) * QUARTER
    return (
        np.clip(np.minimum(starts + QUARTER, end) - np.maximum(starts, begin), 0.0, None) / QUARTER
    )


def change_prices(markets: Any, kinds: list[int], change: float, begin: float, end: float) -> None:
    """Have the placements of some kinds cost a share more, or less, from one moment to another."""
    markets.given[kinds] += np.log1p(change * part_of_quarters(begin, end))
    _settle(markets)


def cap_prices(markets: Any, kind: int, most: Floats, begin: float, end: float) -> None:
    """Have the placements of a kind never cost more.

    Parameters
    ----------
    most
        Log of the most over the base year's price, by quarter, shape (MOST_QUARTERS,). It holds in quarters
        most of which lie between the two moments.
    """
    holds = part_of_quarters(begin, end) >= 1 / 2
    markets.most[kind] = np.where(holds, np.minimum(markets.most[kind], most), markets.most[kind])
    _settle(markets)


def _settle(markets: Any) -> None:
    """Work out anew what conditions alone multiply each year's price by."""
    room = markets.most - np.repeat(markets.path, QUARTERS_PER_YEAR, axis=1)
    paid = np.exp(np.minimum(markets.given, room))
    years = paid.reshape(len(paid), -1, QUARTERS_PER_YEAR)
    markets.premium = years.mean(axis=2)

"""What the pooled rival knows of a council in a year: columns of its regression."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import bounds, history
from calibration.beliefs.authorities.load import all_profiles, years
from calibration.checks.backtest.past import LEAST, Past

Floats = NDArray[np.float64]
COLUMNS: Final = ("own last change", "turnover", "last gap", "rate per child", "unaccompanied")
_HALF: Final = 0.5


def log_change(series: Mapping[int, float], before: int, after: int) -> float:
    """Return the log change between two years, half a child added to each."""
    return float(np.log((series[after] + _HALF) / (series[before] + _HALF)))


def unaccompanied(until: int) -> Mapping[str, Mapping[int, float]]:
    """Return unaccompanied children by council and year; a withheld number is its bounds' middle."""
    found = {code: dict(series) for code, series in history("cla_uasc", until).items()}
    for code, withheld in bounds("cla_uasc", until).items():
        found.setdefault(code, {}).update({y: (a + b) / 2 for y, (a, b) in withheld.items()})
    return found


def children(until: int) -> Mapping[str, float]:
    """Return children in the population by council, from the first profiles known by a year.

    Rates of all years are taken per child of that one year: populations move by a per cent a year,
    councils' rates differ by factors.
    """
    first = min(years())
    if first > until:
        return {}
    return {one.code: one["children_0_17"] for one in all_profiles(first)} | {
        one.code: one["children_0_17"] for one in all_profiles(until)
    }


def columns(
    view: Past,
    quantity: str,
    year: int,
    population: Mapping[str, float],
    alone: Mapping[str, Mapping[int, float]],
) -> dict[str, Floats]:
    """Return what was known of each council on 31 March of a year, shape (columns,).

    A council without one of the numbers, or too small to be scored, is left out.
    """
    found = {}
    for code, stock in view.stock.items():
        own: Mapping[int, float] = getattr(view, quantity).get(code, {})
        starts, ceases = view.starts.get(code, {}), view.ceases.get(code, {})
        there = year in stock and year in starts and year in ceases and {year - 1, year} <= set(own)
        if not there or code not in population or stock[year] < LEAST:
            continue
        now = stock[year]
        found[code] = np.array(
            [
                log_change(own, year - 1, year),
                (starts[year] + ceases[year]) / 2 / now,
                (starts[year] - ceases[year]) / now,
                np.log(now / population[code]),
                alone.get(code, {}).get(year, 0.0) / now,
            ]
        )
    return found

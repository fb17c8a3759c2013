"""What was published of councils up to a year: the only thing that forecasts and rivals may see."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import Series, england_history, history, names
from calibration.beliefs.authorities.load import all_profiles, england, years
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.beliefs.local.mix import grouped

Floats = NDArray[np.float64]
#: Words for the kinds of placement that are scored, in the order of `mix.GROUPS`.
KINDS: Final = ("foster", "homes", "supported or other", "parents", "adoption", "other residential")
#: Shares in whole percent that stand in for years before the profiles begin, by kind.
_PERCENTS: Final = (
    ("foster_percent",),
    ("homes_percent",),
    ("supported_percent", "other_percent"),
    ("parents_percent",),
    (),
    ("other_residential_percent",),
)
#: Councils that look after fewer than this many children are too few to be scored.
LEAST: Final = 20.0


@dataclass(frozen=True)
class Past:
    """Hold what was published until a year.

    Attributes
    ----------
    until
        Last year.
    stock, starts, ceases
        {ONS code: {year: children}}.
    england_stock, england_starts
        {year: children}.
    """

    until: int
    stock: Mapping[str, Series]
    starts: Mapping[str, Series]
    ceases: Mapping[str, Series]
    england_stock: Series
    england_starts: Series

    def codes(self) -> list[str]:
        """Return the councils with stock, starts and ends in the last year, in order."""
        return [
            code
            for code in sorted(self.stock)
            if self.stock[code].get(self.until, 0.0) >= LEAST
            and self.until in self.starts[code]
            and self.until in self.ceases.get(code, {})
        ]


#: A simple forecast: what was known, a council and years ahead to children.
type Rule = Callable[[Past, str, int], float]


@of_tables()
def past(until: int) -> Past:
    """Return what was published until a year."""
    return Past(
        until,
        history("cla", until),
        history("starts", until),
        history("ceases", until),
        england_history("cla", until),
        england_history("starts", until),
    )


@of_tables()
def shares(year: int) -> Mapping[str, Floats]:
    """Return the share of each kind of placement by ONS code, shape (kinds,); nan where unknown.

    Before the profiles begin, whole percentages stand in and adoption is not known.
    """
    if year in years():
        found = {}
        for council in all_profiles(year):
            counts, filled = grouped(council)
            if "cla" not in council.imputed:
                found[council.code] = np.where(filled, np.nan, counts / council["cla"])
        return found
    known = [[history(name, year) for name in part] for part in _PERCENTS]
    return {
        code: np.array([_percent(part, code, year) for part in known])
        for code in names()
        if year in history("foster_percent", year).get(code, {})
    }


def _percent(part: list[Mapping[str, Series]], code: str, year: int) -> float:
    cells = [measure.get(code, {}).get(year, np.nan) for measure in part]
    return float(sum(cells)) / 100 if cells else float("nan")


@of_tables()
def national_shares(year: int) -> Floats:
    """Return England's share of each kind of placement, shape (kinds,)."""
    counts, _ = grouped(england(year))
    return np.asarray(counts / counts.sum())

"""Moments of a run as days: every simulated year fills one year to 31 March, whatever its length."""

import datetime as dt
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from agents.codes import ADULT
from agents.lengths import DAYS_PER_YEAR

_MARCH: Final = 3
_DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """Say on which day a moment lies, in years from 31 March of a base year.

    Attributes
    ----------
    base
        Year whose 31 March the run starts from.
    years
        Whole years it lasts.
    """

    base: int
    years: int

    @property
    def returns(self) -> range:
        """Return the years to 31 March of its returns."""
        return range(self.base + 1, self.base + self.years + 1)

    def day(self, time: float) -> dt.date:
        """Return the day of a moment; the moment of the start is the end of 31 March."""
        if time <= 0.0:
            return last_day(self.base) - dt.timedelta(days=ceil(-time * DAYS_PER_YEAR))
        whole = min(floor(time), self.years - 1)
        first = last_day(self.base + whole) + _DAY
        length = (last_day(self.base + whole + 1) - first).days + 1
        return first + dt.timedelta(days=min(floor((time - whole) * length), length - 1))


def last_day(year: int) -> dt.date:
    """Return 31 March of a year."""
    return dt.date(year, _MARCH, 31)


def year_of(day: dt.date) -> int:
    """Return the year to 31 March in which a day lies."""
    return day.year + (day.month > _MARCH)


def birthday(born: dt.date, age: int = ADULT) -> dt.date:
    """Return the day on which a child is so old; of those born on 29 February the day before where there is none."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return born.replace(year=born.year + age, day=born.day - 1)

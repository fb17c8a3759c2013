"""Ages and durations in the bands of the national tables, and when a row passes to the next.

A moment computed as ``start + edge`` may fall a rounding error short of the edge; `_SLACK`, far
below a second, makes sure that a row that was woken at an edge is past it.
"""

import math
from typing import Any

from agents.codes import ADULT
from simulation.rule import part, rule

_SLACK = 1e-9
_DAY = 1 / 365.25
MONTHS_PER_YEAR = 12
WEEKS_PER_YEAR = 365.25 / 7
_MONTH = 1 / MONTHS_PER_YEAR

AGE_EDGES = (1.0, 5.0, 10.0, 16.0)
AGE_BAND_COUNT = 5
#: Placements that ended, by duration: 1-7 days, to 1, 3, 6 months, 1, 2, 5 years, longer.
PLACEMENT_EDGES = (8 * _DAY, _MONTH, 3 * _MONTH, 6 * _MONTH, 1.0, 2.0, 5.0)
PLACEMENT_BAND_COUNT = 8
#: Last period of care: to 2 and 8 weeks, 6 and 12 months, 2, 3, 5 and 10 years, longer.
CARE_EDGES = (14 * _DAY, 56 * _DAY, 6 * _MONTH, 1.0, 2.0, 3.0, 5.0, 10.0)
CARE_BAND_COUNT = 9
#: Episodes of need: to 3, 6, 12 months, 2 years, longer.
NEED_EDGES = (3 * _MONTH, 6 * _MONTH, 1.0, 2.0)
NEED_BAND_COUNT = 5
#: Missing episodes: under a day, 1-2 days, 3-7 days, longer.
MISSING_EDGES = (1 * _DAY, 3 * _DAY, 8 * _DAY)
MISSING_BAND_COUNT = 4
#: Time since leaving care: to 3 months, to 1 year, to 6 years, longer.
AFTER_EDGES = (3 * _MONTH, 1.0, 6.0)
AFTER_BAND_COUNT = 4

#: The first month of life, in which most babies who start to be looked after do so.
NEWBORN = _MONTH
ONE_YEAR, THREE_YEARS = 1.0, 3.0
TEEN = 10.0
SIXTEEN = 16.0
TWENTY_ONE = 21.0
ADULTHOOD = float(ADULT)


@part
def band(length: Any, edges: Any) -> Any:
    """Return the number of edges a length has passed."""
    count = 0
    for edge in edges:
        if length + _SLACK >= edge:
            count += 1
    return count


@part
def next_edge(start: Any, now: Any, edges: Any) -> Any:
    """Return when something that began at `start` passes its next edge; infinity after the last."""
    length = now - start + _SLACK
    for edge in edges:
        if length < edge:
            return start + edge
    return math.inf


@part
def age_band(now: Any, row: Any) -> Any:
    """Return the age band: under 1, 1-4, 5-9, 10-15, 16 and over."""
    return band(now - row.born, AGE_EDGES)


@part
def next_birthday(now: Any, row: Any) -> Any:
    """Return when the young person passes into the next age band."""
    return next_edge(row.born, now, AGE_EDGES)


@rule
def aged(now: Any, row: Any, years: Any) -> Any:
    """Return whether the young person has reached an age."""
    return now - row.born + _SLACK >= years


@rule
def year_of(now: Any) -> Any:
    """Return the reporting year, 0 for the twelve months after the start."""
    return int(now)


def in_years(count: float) -> float:
    """Return a number of months in years, for plain Python: `months` is for rules."""
    return count * _MONTH


_QUARTER = 1 / 4


@rule
def months(count: Any) -> Any:
    """Return a number of months in years."""
    return count * _MONTH


@part
def quarters(now: Any, start: Any, ramp: Any) -> Any:
    """Return how far a ramp has come, 0 to 1, in steps of a quarter, the first one included."""
    if ramp <= 0.0:
        return 1.0
    done = math.floor((now - start + _SLACK) / _QUARTER) + 1.0
    return min(1.0, done * _QUARTER / ramp)


@part
def next_quarter(now: Any, start: Any, ramp: Any) -> Any:
    """Return when a ramp takes its next step; infinity once it is complete."""
    if quarters(now, start, ramp) >= 1.0:
        return math.inf
    return start + (math.floor((now - start + _SLACK) / _QUARTER) + 1.0) * _QUARTER

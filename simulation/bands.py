"""Ages and durations in the bands of the national tables, and when a row passes to the next.

A moment computed as ``start + edge`` may fall a rounding error short of the edge; `SLACK`, far
below a second, makes sure that a row that was woken at an edge is past it.
"""

import math

from agents.lengths import AGE_EDGES, MONTH, QUARTER, TEEN_EDGES
from agents.rows import YoungPersonRow
from simulation.rule import part, rule

SLACK = 1e-9


@part
def band(length: float, edges: tuple[float, ...]) -> int:
    """Return the number of edges a length has passed."""
    count = 0
    for edge in edges:
        if length + SLACK >= edge:
            count += 1
    return count


@part
def next_edge(start: float, now: float, edges: tuple[float, ...]) -> float:
    """Return when something that began at `start` passes its next edge; infinity after the last."""
    length = now - start + SLACK
    for edge in edges:
        if length < edge:
            return start + edge
    return math.inf


@part
def age_band(now: float, row: YoungPersonRow) -> int:
    """Return the age band: under 1, 1-4, 5-9, 10-15, 16 and over."""
    return band(now - row.born, AGE_EDGES)


@part
def next_birthday(now: float, row: YoungPersonRow) -> float:
    """Return when the young person passes into the next age band."""
    return next_edge(row.born, now, AGE_EDGES)


@part
def teen_year(now: float, row: YoungPersonRow) -> int:
    """Return 0 under 10, and from 10 the year of adolescence: 1 at 10 to 8 at 17."""
    return band(now - row.born, TEEN_EDGES)


@part
def next_teen_year(now: float, row: YoungPersonRow) -> float:
    """Return the next birthday from the tenth on; infinity after the seventeenth."""
    return next_edge(row.born, now, TEEN_EDGES)


@rule
def aged(now: float, row: YoungPersonRow, years: float) -> bool:
    """Return whether the young person has reached an age."""
    return now - row.born + SLACK >= years


@rule
def year_of(now: float) -> int:
    """Return the reporting year, 0 for the twelve months after the start."""
    return int(now)


@rule
def quarter_of(now: float) -> int:
    """Return the quarter, 0 for the first three months after the start."""
    return int((now + SLACK) / QUARTER)


def in_years(count: float) -> float:
    """Return a number of months in years, for plain Python: `months` is for rules."""
    return count * MONTH


@rule
def months(count: float) -> float:
    """Return a number of months in years."""
    return count * MONTH


@part
def quarters(now: float, start: float, ramp: float) -> float:
    """Return how far a ramp has come, 0 to 1, in steps of a quarter, the first one included."""
    if ramp <= 0.0:
        return 1.0
    done = math.floor((now - start + SLACK) / QUARTER) + 1.0
    return min(1.0, done * QUARTER / ramp)


@part
def next_quarter(now: float, start: float, ramp: float) -> float:
    """Return when a ramp takes its next step; infinity once it is complete."""
    if quarters(now, start, ramp) >= 1.0:
        return math.inf
    return start + (math.floor((now - start + SLACK) / QUARTER) + 1.0) * QUARTER

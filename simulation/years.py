"""The luck of the years as rules read it: a factor for each year and series, and when it changes."""

import math

from agents.lengths import MOST_YEARS, SIXTEEN, TEEN
from agents.luck import Series
from agents.rows import YoungPersonRow
from simulation.bands import SLACK, aged
from simulation.rule import rule
from simulation.tables import World

UNDER_10, TEENS, OLDER = (
    int(Series.STARTS_UNDER_10),
    int(Series.STARTS_10_15),
    int(Series.STARTS_16_PLUS),
)
EXITS = int(Series.EXITS)


@rule
def luck(now: float, world: World, series: int) -> float:
    """Return what this year does to the rates of a series."""
    found: float = world.shared[0].luck[min(int(now + SLACK), MOST_YEARS - 1), series]
    return found


@rule
def luck_of_starts(now: float, row: YoungPersonRow, world: World) -> float:
    """Return what this year does to starts of care at this age."""
    if aged(now, row, SIXTEEN):
        return luck(now, world, OLDER)
    return luck(now, world, TEENS if aged(now, row, TEEN) else UNDER_10)


@rule
def next_year(now: float) -> float:
    """Return when the year changes, and with it its luck."""
    return math.floor(now + SLACK) + 1.0

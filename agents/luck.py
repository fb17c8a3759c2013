"""What the luck of the years moves, and the places its series have in a run's table of factors."""

from enum import IntEnum
from typing import Final

from agents.codes import Placement


class Series(IntEnum):
    """Name what has a factor for each year."""

    STARTS_UNDER_10 = 0
    STARTS_10_15 = 1
    STARTS_16_PLUS = 2
    EXITS = 3
    HOMES = 4
    SUPPORTED = 5
    PARENTS = 6
    ADOPTION = 7
    OTHER_RESIDENTIAL = 8


SERIES: Final = tuple(one.name.lower() for one in Series)
#: Which series says how readily a kind of placement is chosen; other kinds have none.
PRACTICE: Final = {
    Placement.CHILDRENS_HOME: Series.HOMES,
    Placement.SUPPORTED: Series.SUPPORTED,
    Placement.LODGINGS: Series.SUPPORTED,
    Placement.OTHER: Series.SUPPORTED,
    Placement.PARENTS: Series.PARENTS,
    Placement.ADOPTION: Series.ADOPTION,
    Placement.OTHER_RESIDENTIAL: Series.OTHER_RESIDENTIAL,
}
#: Starts of care, which share a part of a council's luck.
STARTS: Final = (Series.STARTS_UNDER_10, Series.STARTS_10_15, Series.STARTS_16_PLUS)

"""A child leaves care before 18 in another way: independence, custody, moving abroad, other."""

from enum import auto
from typing import Any

from agents.codes import Route, Status
from agents.lengths import AGE_BAND_COUNT, SIXTEEN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, aged, next_birthday
from simulation.draws import Address, stream, uniform
from simulation.entering import FIRST_IN_YEAR, ROUTE, leave_care, leaving
from simulation.process import Outcome, Process
from simulation.services.acting import tilted
from simulation.tables import World
from simulation.years import next_year

LEFT_CARE = int(Status.LEFT_CARE)
INDEPENDENCE, OTHER = int(Route.INDEPENDENCE), int(Route.OTHER)
WHICH = stream("leaving_otherwise/which")


class Otherwise(Outcome):
    """Which way it was, and whether it is the child's first exit of the year."""

    OTHER_FIRST_IN_YEAR = auto()
    OTHER_AGAIN_IN_YEAR = auto()
    INDEPENDENCE_FIRST_IN_YEAR = auto()
    INDEPENDENCE_AGAIN_IN_YEAR = auto()


OTHER_FIRST, OTHER_AGAIN = (
    int(Otherwise.OTHER_FIRST_IN_YEAR),
    int(Otherwise.OTHER_AGAIN_IN_YEAR),
)
INDEPENDENCE_FIRST, INDEPENDENCE_AGAIN = (
    int(Otherwise.INDEPENDENCE_FIRST_IN_YEAR),
    int(Otherwise.INDEPENDENCE_AGAIN_IN_YEAR),
)


OPTIONS = {"independence": "leaving care at 16 or 17 to live independently"}
TO_INDEPENDENCE = tuple(OPTIONS).index("independence")


class LeavingOtherwise(Process):
    """Leave care to live independently at 16 or 17, or for another reason at any age."""

    name = "leaving_otherwise"
    words = "leaving care for independence or another reason"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Otherwise
    options = OPTIONS
    choice = ROUTE
    parameters = (
        Parameter(
            "other_exit_hazard", "per year", 0, 20, "Other exits, by age band.", (AGE_BAND_COUNT,)
        ),
        Parameter("independence_share", "share", 0, 1, "Of other exits at 16-17, to independence."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age and luck of the year."""
        return p.other_exit_hazard[age_band(now, row)] * leaving(now, row, world, p)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts, or year."""
        return min(next_birthday(now, row), next_year(now))

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Leave care, at 16 or over perhaps to independence."""
        share = tilted(p.independence_share, world.shared[0].tilt[TO_INDEPENDENCE])
        if aged(now, row, SIXTEEN) and uniform(draw, WHICH) < share:
            first = leave_care(now, row, world, LEFT_CARE, INDEPENDENCE) == FIRST_IN_YEAR
            return INDEPENDENCE_FIRST if first else INDEPENDENCE_AGAIN
        first = leave_care(now, row, world, LEFT_CARE, OTHER) == FIRST_IN_YEAR
        return OTHER_FIRST if first else OTHER_AGAIN

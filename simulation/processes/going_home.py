"""A looked-after child returns to parents or relatives."""

import math
from typing import Any

from agents.codes import Placement, Route, Status
from agents.lengths import AGE_BAND_COUNT, CARE_BAND_COUNT, CARE_EDGES
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, band, next_birthday, next_edge
from simulation.draws import Address
from simulation.entering import ROUTE, Exit, leave_care, leaving
from simulation.process import Process
from simulation.siblings import GOING_HOME, bring_along, followed, shared
from simulation.tables import World
from simulation.years import next_year

LEFT_CARE, HOME = int(Status.LEFT_CARE), int(Route.HOME)
PARENTS = int(Placement.PARENTS)


class GoingHome(Process):
    """Return home, planned or not: most often early, and less where the family is under strain."""

    name = "going_home"
    words = "going home from care"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Exit
    choice = ROUTE
    parameters = (
        Parameter("home_hazard", "per year", 0, 20, "Return home, by age band.", (AGE_BAND_COUNT,)),
        Parameter(
            "home_duration_ratio",
            "ratio",
            0,
            50,
            "Return home, by time in care.",
            (CARE_BAND_COUNT,),
        ),
        Parameter(
            "home_parents_ratio",
            "ratio",
            0,
            50,
            "Placed with parents already, whatever the time in care.",
        ),
        Parameter(
            "local_exit",
            "ratio",
            0,
            10,
            "Local practice in leaving care before 18, by age band.",
            (AGE_BAND_COUNT,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age, time in care, placed with parents or not, strain of the family, siblings in care and year.

        Not for unaccompanied children.
        """
        if row.uasc:
            return 0.0
        strain = world.families[row.family].strain
        if row.placement == PARENTS:
            ratio = p.home_parents_ratio
        else:
            ratio = p.home_duration_ratio[band(now - row.entered, CARE_EDGES)]
        return (
            p.home_hazard[age_band(now, row)]
            * ratio
            * leaving(now, row, world, p)
            * math.exp(-p.strain_log_hazard * (strain - 1))
            * shared(world.families[row.family].cared - 1, p.sibling_leave_share)
        )

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the moment a brother or sister went home with whom this child goes."""
        return followed(row, GOING_HOME)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday, band of time in care, or year."""
        soon = min(next_birthday(now, row), next_year(now))
        return min(next_edge(row.entered, now, CARE_EDGES), soon)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Leave care for home; brothers and sisters in care may go too."""
        if row.follow > now:
            bring_along(now, row, world, GOING_HOME, p.sibling_leave_share, True, draw)
        return leave_care(now, row, world, LEFT_CARE, HOME)

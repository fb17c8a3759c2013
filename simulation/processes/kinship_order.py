"""A court order gives a relative or friend the child's care for good."""

from typing import Any

from agents.codes import Placement, Route, Status
from agents.lengths import AGE_BAND_COUNT, CARE_BAND_COUNT, CARE_EDGES
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, band, next_birthday, next_edge
from simulation.draws import Address
from simulation.entering import ROUTE, Exit, leave_care, leaving
from simulation.process import Process
from simulation.siblings import TO_KIN, bring_along, followed, shared
from simulation.tables import World
from simulation.years import next_year

LEFT_CARE, ORDER = int(Status.LEFT_CARE), int(Route.KINSHIP_ORDER)
KINSHIP = int(Placement.KINSHIP)


class KinshipOrder(Process):
    """Leave care to a special guardianship or child arrangements order."""

    name = "kinship_order"
    words = "leaving care to relatives or friends under an order"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Exit
    choice = ROUTE
    parameters = (
        Parameter(
            "order_hazard", "per year", 0, 20, "Kinship order, by age band.", (AGE_BAND_COUNT,)
        ),
        Parameter(
            "order_duration_ratio",
            "ratio",
            0,
            50,
            "Kinship order, by time in care.",
            (CARE_BAND_COUNT,),
        ),
        Parameter(
            "order_kinship_ratio", "ratio", 1, 20, "Kinship order, for those with kin already."
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age, time in care, whether kin care already, siblings there and luck of the year."""
        if row.uasc:
            return 0.0
        base = (
            p.order_hazard[age_band(now, row)]
            * p.order_duration_ratio[band(now - row.entered, CARE_EDGES)]
            * leaving(now, row, world, p)
            * shared(row.beside, p.sibling_leave_share)
        )
        return base * p.order_kinship_ratio if row.placement == KINSHIP else base

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the moment a brother or sister left to kin with whom this child lives."""
        return followed(row, TO_KIN)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday, band of time in care, or year."""
        soon = min(next_birthday(now, row), next_year(now))
        return min(next_edge(row.entered, now, CARE_EDGES), soon)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Leave care to kin; brothers and sisters of the same placement may go too."""
        if row.follow > now:
            bring_along(now, row, world, TO_KIN, p.sibling_leave_share, False, draw)
        return leave_care(now, row, world, LEFT_CARE, ORDER)

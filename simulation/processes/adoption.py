"""An adoption order ends care."""

from typing import Any

from agents.codes import Placement, Route, Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.entering import ROUTE, Exit, leave_care
from simulation.process import Process
from simulation.tables import World
from simulation.years import EXITS, luck, next_year

GONE, ADOPTED, WITH_ADOPTERS = int(Status.GONE), int(Route.ADOPTED), int(Placement.ADOPTION)


class Adoption(Process):
    """Leave care by adoption, from an adoptive placement."""

    name = "adoption"
    words = "being adopted"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Exit
    choice = ROUTE
    parameters = (
        Parameter(
            "adoption_hazard", "per year", 0, 20, "Adoption order, once placed with adopters."
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, for those placed with adopters, by luck of the year."""
        if row.placement != WITH_ADOPTERS:
            return 0.0
        return p.adoption_hazard * luck(now, world, EXITS)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next year."""
        return next_year(now)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Leave care for good."""
        return leave_care(now, row, world, GONE, ADOPTED)

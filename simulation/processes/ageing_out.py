"""A looked-after young person turns 18 and becomes a care leaver."""

from typing import Any

from agents.codes import Route, Status
from agents.lengths import ADULTHOOD
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.entering import Exit, leave_care
from simulation.process import Process
from simulation.tables import World

CARE_LEAVER, AGED_OUT = int(Status.CARE_LEAVER), int(Route.AGED_OUT)


class AgeingOut(Process):
    """Leave care on the 18th birthday; staying on with carers is counted here too."""

    name = "ageing_out"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Exit

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the 18th birthday."""
        return max(now, row.born + ADULTHOOD)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Become a care leaver."""
        return leave_care(now, row, world, CARE_LEAVER, AGED_OUT)

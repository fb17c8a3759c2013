"""A young person steps back from the edge of care."""

from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World

IN_NEED = int(Status.IN_NEED)


class DeEscalation(Process):
    """Step back from the edge of care and stay in need."""

    name = "de_escalation"
    words = "stepping back from the edge of care"
    statuses = (Status.EDGE_OF_CARE,)
    parameters = (
        Parameter("de_escalation_hazard", "per year", 0, 50, "Steps back from the edge of care."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, the same for all."""
        return p.de_escalation_hazard

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Return to being in need, with that episode's clock starting again."""
        row.status = IN_NEED
        row.since = now
        return HAPPENED

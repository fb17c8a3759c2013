"""A substance problem ends or eases."""

from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class SubstanceStop(Process):
    """Stop or reduce, with or without help."""

    name = "substance_stop"
    words = "a problem with drugs or alcohol easing"
    statuses = (Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (Parameter("substance_stop_hazard", "per year", 0, 20, "Stops or reduces."),)

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, while there is a problem."""
        return p.substance_stop_hazard if row.substance else 0.0

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Stop."""
        row.substance = 0
        return HAPPENED

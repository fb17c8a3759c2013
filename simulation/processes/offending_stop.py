"""A young person stops offending."""

from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class OffendingStop(Process):
    """Stop offending: what was known counts no longer."""

    name = "offending_stop"
    words = "offending coming to an end"
    statuses = (Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (Parameter("offending_stop_hazard", "per year", 0.01, 20, "Offending ends."),)

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, while offending is known."""
        return p.offending_stop_hazard if row.offending else 0.0

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Stop."""
        row.offending = 0
        return HAPPENED

"""A substance problem ends or eases."""

from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from simulation.process import HAPPENED, Process


class SubstanceStop(Process):
    """Stop or reduce, with or without help."""

    name = "substance_stop"
    statuses = (Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (Parameter("substance_stop_hazard", "per year", 0, 20, "Stops or reduces."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while there is a problem."""
        return p.substance_stop_hazard if row.substance else 0.0

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Stop."""
        row.substance = 0
        return HAPPENED

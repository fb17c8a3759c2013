"""The memory of recent missing episodes fades."""

from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class MissingCalming(Process):
    """Lose a level of recent missing episodes."""

    name = "missing_calming"
    words = "recent missing episodes fading from memory"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter(
            "missing_calming_hazard", "per year", 0, 100, "A level of recent episodes fades."
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, while there is a recent episode."""
        return p.missing_calming_hazard if row.recent > 0 else 0.0

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Calm by a level."""
        row.recent -= 1
        return HAPPENED

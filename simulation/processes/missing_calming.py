"""The memory of recent missing episodes fades, of each by itself."""

from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class MissingCalming(Process):
    """Forget one of the recent missing episodes."""

    name = "missing_calming"
    words = "recent missing episodes fading from memory"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter("missing_calming_hazard", "per year", 0, 100, "The memory of an episode fades."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by how many recent episodes there are."""
        return p.missing_calming_hazard * row.recent

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Calm by one episode."""
        row.recent -= 1
        return HAPPENED

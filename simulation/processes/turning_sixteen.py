"""A looked-after young person turns 16: education, employment or training begins to count."""

import math
from typing import Any

from agents.codes import Status
from agents.lengths import SIXTEEN
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.entering import TOO_YOUNG, set_activity
from simulation.process import HAPPENED, Process
from simulation.tables import World


class TurningSixteen(Process):
    """Turn 16 in care."""

    name = "turning_sixteen"
    statuses = (Status.LOOKED_AFTER,)

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the 16th birthday, unless already past it."""
        return max(now, row.born + SIXTEEN) if row.activity == TOO_YOUNG else math.inf

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Begin in or out of education, employment and training."""
        set_activity(row, p, draw)
        return HAPPENED

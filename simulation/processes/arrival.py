"""A young person becomes in need for the first time, on the date synthesis drew in advance."""

import math
from typing import Any

from agents.codes import Status
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.links import know_family
from simulation.process import HAPPENED, Process
from simulation.tables import World


class Arrival(Process):
    """Become in need. Arms share the dates: nothing that happens in a run moves them."""

    name = "arrival"
    statuses = (Status.UNKNOWN,)

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the date of arrival; unaccompanied children come by another process."""
        return math.inf if row.uasc else row.arrives

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Open an episode of need."""
        row.status = IN_NEED
        row.since = now
        know_family(world, row.family, 1)
        return HAPPENED


IN_NEED = int(Status.IN_NEED)

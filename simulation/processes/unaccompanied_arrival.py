"""An unaccompanied asylum-seeking child arrives and is looked after at once."""

import math
from typing import Any

from agents.codes import Status
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.entering import Entry, enter_care
from simulation.process import Process
from simulation.tables import World


class UnaccompaniedArrival(Process):
    """Start to be looked after on arrival: a stream of its own, apart from children in need."""

    name = "unaccompanied_arrival"
    statuses = (Status.UNKNOWN,)
    outcomes = Entry

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the date of arrival."""
        return row.arrives if row.uasc else math.inf

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Enter care."""
        return enter_care(now, row, world, p, draw)

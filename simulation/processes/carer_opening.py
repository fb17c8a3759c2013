"""A carer is approved or a home opens."""

import math
from typing import Any

from agents.codes import Opening
from agents.rows import CarerRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.links import open_carer
from simulation.process import HAPPENED, Process
from simulation.tables import World


class CarerOpening(Process):
    """Join on the date that synthesis set, a lag after they decided to."""

    name = "carer_opening"
    kind = Kind.CARER
    statuses = (Opening.FUTURE,)

    @staticmethod
    def due(now: float, row: CarerRow, world: World, p: Any) -> float:
        """Return the date of approval, or never for kin who are not yet asked."""
        return max(now, row.opens) if row.site < 0 else math.inf

    @staticmethod
    def happen(now: float, row: CarerRow, world: World, p: Any, draw: Address) -> int:
        """Open."""
        open_carer(row, world)
        return HAPPENED

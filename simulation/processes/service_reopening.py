"""A service takes members on again."""

import math
from typing import Any

from agents.codes import Opening
from agents.rows import SiteRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import touch_queue
from simulation.tables import World


class ServiceReopening(Process):
    """Resume admissions when the outage is over."""

    name = "service_reopening"
    kind = Kind.SERVICE
    statuses = (Opening.OPEN,)

    @staticmethod
    def due(now: float, row: SiteRow, world: World, p: Any) -> float:
        """Return the end of the outage."""
        return max(now, row.reopens) if row.outage else math.inf

    @staticmethod
    def happen(now: float, row: SiteRow, world: World, p: Any, draw: Address) -> int:
        """Resume, and look again at those who wait."""
        row.outage = 0
        touch_queue(world, row)
        return HAPPENED

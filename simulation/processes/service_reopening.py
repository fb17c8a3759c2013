"""A service takes members on again."""

import math
from typing import Any

from agents.codes import Opening
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import touch_queue


class ServiceReopening(Process):
    """Resume admissions when the outage is over."""

    name = "service_reopening"
    kind = Kind.SERVICE
    statuses = (Opening.OPEN,)

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the end of the outage."""
        return max(now, row.reopens) if row.outage else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Resume, and look again at those who wait."""
        row.outage = 0
        touch_queue(world, row)
        return HAPPENED

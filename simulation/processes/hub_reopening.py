"""A hub takes young people again."""

import math
from typing import Any

from agents.codes import Opening
from simulation.links import touch_waiting
from simulation.process import Kind, Process


class HubReopening(Process):
    """Resume admissions when the outage is over."""

    name = "hub_reopening"
    kind = Kind.HUB
    statuses = (Opening.OPEN,)

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the end of the outage."""
        return max(now, row.reopens) if row.outage else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Resume, and look again at those who wait."""
        row.outage = 0
        touch_waiting(world, row)
        return 0

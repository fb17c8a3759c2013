"""A service's support ends as planned."""

from typing import Any

from agents.codes import Enrolled
from simulation.process import Kind, Process
from simulation.services.enrolling import leave


class SupportEnd(Process):
    """Step down from support: at a set time, or after months for most and longer for some."""

    name = "support_end"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, where the length is not set."""
        site = world.services[row.site]
        return site.end_long if row.long else site.end

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the end of support of a set length."""
        return max(now, row.since + world.services[row.site].length)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """End support; what it did lasts for a while."""
        leave(world, row.number, now)
        return 0

"""A member drops out of a service's support."""

from typing import Any

from agents.codes import Enrolled
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import forget, leave


class SupportDropout(Process):
    """Drop out; nothing of the support lasts."""

    name = "support_dropout"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while supported."""
        return world.services[row.site].dropout

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Drop out."""
        world.services[row.site].dropped += 1
        leave(world, row.number, now)
        forget(world, row.number)
        return HAPPENED

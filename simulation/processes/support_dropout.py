"""A member drops out of a service's support."""

from typing import Any

from agents.codes import Enrolled
from agents.rows import EnrolmentRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import forget, leave
from simulation.tables import World


class SupportDropout(Process):
    """Drop out; nothing of the support lasts."""

    name = "support_dropout"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, while supported."""
        return world.services[row.site].dropout

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Drop out."""
        world.services[row.site].dropped += 1
        leave(world, row.number, now)
        forget(world, row.number)
        return HAPPENED

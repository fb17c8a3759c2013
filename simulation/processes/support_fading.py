"""What a service did for a member fades after support has ended."""

from typing import Any

from agents.codes import Enrolled, Member, Status
from agents.rows import EnrolmentRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import forget
from simulation.tables import World

YOUNG, GONE = int(Member.YOUNG_PERSON), int(Status.GONE)


class SupportFading(Process):
    """Lose the effect at a random moment, so that the average decays with a half-life."""

    name = "support_fading"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.AFTER,)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, after support, while the member is followed."""
        if row.of == YOUNG and world.young_people[row.member].status == GONE:
            return 0.0
        return world.services[row.site].fading

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Be as before; a new referral is possible."""
        forget(world, row.number)
        return HAPPENED

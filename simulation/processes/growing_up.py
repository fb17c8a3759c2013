"""Birthdays that end being followed: 18 outside care, 21 for care leavers."""

from enum import auto
from typing import Any

from agents.codes import Status
from agents.lengths import ADULTHOOD, TWENTY_ONE
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.links import EDGE_OF_CARE, IN_NEED, know_family
from simulation.process import Outcome, Process
from simulation.services.enrolling import leave_services
from simulation.tables import World

GONE, CARE_LEAVER = int(Status.GONE), int(Status.CARE_LEAVER)


class Grown(Outcome):
    """Which birthday it was: the 18th of a child, or the 21st of a care leaver."""

    CHILD = auto()
    CARE_LEAVER = auto()


CHILD_GROWN, LEAVER_GROWN = int(Grown.CHILD), int(Grown.CARE_LEAVER)


class GrowingUp(Process):
    """Turn 18 in need, closed or home from care; or turn 21 as a care leaver."""

    name = "growing_up"
    statuses = (
        Status.CLOSED,
        Status.IN_NEED,
        Status.EDGE_OF_CARE,
        Status.LEFT_CARE,
        Status.CARE_LEAVER,
    )
    outcomes = Grown

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the birthday."""
        age = TWENTY_ONE if row.status == CARE_LEAVER else ADULTHOOD
        return max(now, row.born + age)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Leave the model's sight; all support ends with it."""
        outcome = LEAVER_GROWN if row.status == CARE_LEAVER else CHILD_GROWN
        if row.status == IN_NEED or row.status == EDGE_OF_CARE:
            know_family(world, row.family, -1)
        leave_services(world, row.first_enrolment, now, True)
        row.status = GONE
        return outcome

"""A service's support ends as planned."""

import math
from typing import Any

from agents.codes import Enrolled, Member, Opening
from agents.rows import EnrolmentRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import leave
from simulation.tables import World

SUPPORTED, CARER, CLOSED = int(Enrolled.SUPPORTED), int(Member.CARER), int(Opening.CLOSED)


class SupportEnd(Process):
    """Step down from support: at a set time, or after months for most and longer for some."""

    name = "support_end"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.WAITING, Enrolled.SUPPORTED)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, where the length is not set."""
        if row.status != SUPPORTED:
            return 0.0
        site = world.services[row.site]
        return site.end_long if row.long else site.end

    @staticmethod
    def due(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Return the end of support of a set length; at once when a site or carer has closed."""
        site = world.services[row.site]
        if site.status == CLOSED or (row.of >= CARER and world.carers[row.member].status == CLOSED):
            return now
        if row.status != SUPPORTED:
            return math.inf
        return max(now, row.since + site.length)

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """End support; what it did lasts for a while."""
        leave(world, row.number, now)
        return HAPPENED

"""A service starts to support a member who waits."""

from typing import Any

from agents.codes import Enrolled, Member
from agents.rows import EnrolmentRow
from simulation.bands import next_quarter, quarters
from simulation.draws import Address, stream, uniform
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import OPEN, support, touch_queue
from simulation.tables import World

TAIL = stream("support_start/tail")
YOUNG = int(Member.YOUNG_PERSON)


class SupportStart(Process):
    """Start support as soon as there is room; a new site fills up as it grows."""

    name = "support_start"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.WAITING,)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, while waiting and the site has room; after a crisis by priority."""
        site = world.services[row.site]
        room = site.capacity * quarters(now, site.opened, site.ramp)
        if site.status != OPEN or site.outage or site.active >= room:
            return 0.0
        urgent = row.of == YOUNG and site.priority != 1.0
        if urgent and now < world.young_people[row.member].crisis + site.crisis_years:
            return site.start * site.priority
        return site.start

    @staticmethod
    def next_change(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Return the next quarter of the site's growth, or the end of a crisis."""
        site = world.services[row.site]
        grows = next_quarter(now, site.opened, site.ramp)
        if row.of == YOUNG and site.priority != 1.0:
            calm = world.young_people[row.member].crisis + site.crisis_years
            return min(grows, calm) if now < calm else grows
        return grows

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Start support."""
        site = world.services[row.site]
        support(world, row.number, now)
        row.long = 1 if uniform(draw, TAIL) < site.long_share else 0
        if site.active >= site.capacity * quarters(now, site.opened, site.ramp):
            touch_queue(world, site)
        return HAPPENED

"""A member at home stays in a service's bed for some days, without becoming looked after."""

import math
from enum import auto
from typing import Any

from agents.codes import Enrolled, Member, Status
from agents.rows import EnrolmentRow
from simulation.draws import Address, stream, uniform
from simulation.kinds import Kind
from simulation.process import Outcome, Process
from simulation.rule import rule
from simulation.services.enrolling import end_stay, touch_programme
from simulation.tables import World

LENGTH = stream("short_stay/length")
YOUNG = int(Member.YOUNG_PERSON)
IN_NEED, EDGE = int(Status.IN_NEED), int(Status.EDGE_OF_CARE)


class ShortStay(Outcome):
    """Whether a stay begins or is over."""

    BEGAN = auto()
    OVER = auto()


BEGAN, OVER = int(ShortStay.BEGAN), int(ShortStay.OVER)


@rule
def at_home(row: EnrolmentRow, world: World) -> bool:
    """Return whether a member lives at home and is known to services."""
    if row.of != YOUNG:
        return False
    status = world.young_people[row.member].status
    return status == IN_NEED or status == EDGE


class ShortStays(Process):
    """Take a bed for short stays, above all in a crisis, and give it back after some days."""

    name = "short_stay"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)
    outcomes = ShortStay

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, of those at home while a bed is free; more after a recent crisis."""
        site = world.services[row.site]
        if site.stay_beds == 0 or site.stay_taken >= site.stay_beds or row.stay_ends < math.inf:
            return 0.0
        if not at_home(row, world):
            return 0.0
        if now < world.young_people[row.member].crisis + site.crisis_years:
            return site.stay_rate
        return site.stay_rate * site.stay_calm

    @staticmethod
    def due(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Return the end of a stay: at once for one who has come into care or is known no more."""
        if row.stay_ends == math.inf:
            return math.inf
        return max(now, row.stay_ends) if at_home(row, world) else now

    @staticmethod
    def next_change(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Return the end of a crisis."""
        site = world.services[row.site]
        if site.stay_beds == 0 or row.of != YOUNG:
            return math.inf
        calm = world.young_people[row.member].crisis + site.crisis_years
        return calm if now < calm else math.inf

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Take a bed for as long as is drawn, or give it back."""
        if row.stay_ends < math.inf:
            end_stay(world, row.number)
            return OVER
        site = world.services[row.site]
        length = uniform(draw, LENGTH) * (site.stay_most - site.stay_least)
        row.stay_ends = now + site.stay_least + length
        site.stay_taken += 1
        site.stays += 1
        if site.stay_taken == site.stay_beds:
            touch_programme(world, site)
        return BEGAN

"""A member is referred to a service and passes its gate or not."""

import math
from enum import auto
from typing import Any

from agents.codes import Enrolled, Member, Reason
from agents.rows import EnrolmentRow
from simulation.draws import Address, stream, two_uniforms
from simulation.kinds import Kind
from simulation.process import Outcome, Process
from simulation.services.enrolling import open_site, open_sites, wait
from simulation.services.gate import (
    next_for_family,
    next_for_person,
    rate_for_carer,
    rate_for_family,
    rate_for_person,
    reason_of,
)
from simulation.tables import World

GATE = stream("referral/gate")
YOUNG, FAMILY, MOTHER = int(Member.YOUNG_PERSON), int(Member.FAMILY), int(Member.MOTHER)
UNKNOWN = int(Reason.UNKNOWN)


class Gate(Outcome):
    """Whether the service takes the member on, or nobody is referred as it has no room on its list."""

    DECLINED = auto()
    ACCEPTED = auto()
    LIST_FULL = auto()
    TAKES_NOBODY = auto()


DECLINED, ACCEPTED = int(Gate.DECLINED), int(Gate.ACCEPTED)
LIST_FULL, TAKES_NOBODY = int(Gate.LIST_FULL), int(Gate.TAKES_NOBODY)


class Referral(Process):
    """Be referred, above all in a crisis; the gate takes on a share."""

    name = "referral"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.NONE,)
    outcomes = Gate

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, for those the service is meant for; each open site reaches its own part."""
        site = world.services[row.programme]
        sites = open_sites(world, row.programme)
        if row.of == YOUNG:
            return rate_for_person(now, world.young_people[row.member], site, sites)
        if row.of == FAMILY or row.of == MOTHER:
            return rate_for_family(now, world, world.families[row.member], site, sites)
        return rate_for_carer(world.carers[row.member], site, sites)

    @staticmethod
    def next_change(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Return when the gate next opens or shuts by age, time in care or since a crisis."""
        site = world.services[row.programme]
        if row.of == YOUNG:
            return next_for_person(now, world.young_people[row.member], site)
        if row.of == FAMILY or row.of == MOTHER:
            return next_for_family(now, world, world.families[row.member], site)
        return math.inf

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Pass the gate or not; those taken on wait for a place at the site drawn for them.

        Whoever would refer to a site that takes nobody on, or whose list is full, knows and does not.
        """
        which, gate = two_uniforms(draw, GATE)
        chosen = open_site(world, row.programme, int(which * open_sites(world, row.programme)))
        site = world.services[chosen]
        if site.outage:
            return TAKES_NOBODY
        if site.waiting >= site.waiting_limit * site.capacity:
            return LIST_FULL
        site.referred += 1
        reason = reason_of(now, world.young_people[row.member]) if row.of == YOUNG else UNKNOWN
        if gate >= site.acceptance[reason]:
            return DECLINED
        site.accepted += 1
        wait(world, row.number, chosen, now)
        return ACCEPTED

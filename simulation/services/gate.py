"""Who may come to a service: the gate's rules, a few numbers in the row of its first site."""

import math
from typing import Any

from agents.codes import Opening, Placement, Reason, Status
from agents.lengths import ONE_YEAR, SIXTEEN
from simulation.bands import SLACK, aged
from simulation.rule import part, rule

UNKNOWN = int(Status.UNKNOWN)
LOOKED_AFTER, OPEN = int(Status.LOOKED_AFTER), int(Opening.OPEN)
HOME, RESIDENTIAL = int(Placement.CHILDRENS_HOME), int(Placement.OTHER_RESIDENTIAL)
PLACEMENT_SUPPORT = int(Reason.PLACEMENT_SUPPORT)
STEP_DOWN, INDEPENDENCE = int(Reason.STEP_DOWN), int(Reason.INDEPENDENCE)
#: Needs a gate may ask for, as bits, in the order of `NEEDS`.
NEEDS = ("emotional", "offending", "exploitation", "send", "substance", "uasc")


@rule
def needs_of(row: Any) -> Any:
    """Return a young person's needs as bits."""
    return (
        row.emotional
        + 2 * row.offending
        + 4 * row.exploitation
        + 8 * row.send
        + 16 * row.substance
        + 32 * row.uasc
    )


@rule
def reason_of(now: Any, row: Any) -> Any:
    """Return why a young person would be referred as they are now: a number of `Reason`.

    Of those looked after: to step down from a home, from 16 to become independent, else for the
    sake of the placement. Everybody else's reason is their status.
    """
    if row.status != LOOKED_AFTER:
        return row.status
    if row.placement == HOME or row.placement == RESIDENTIAL:
        return STEP_DOWN
    return INDEPENDENCE if aged(now, row, SIXTEEN) else row.status


@rule
def tells_reasons(site: Any, one: Any, other: Any) -> Any:
    """Return whether a service refers for one reason at another rate than for another."""
    return (
        site.referral_by_reason[one] != site.referral_by_reason[other]
        or site.calm[one] != site.calm[other]
    )


@part
def is_meant(now: Any, row: Any, site: Any) -> Any:
    """Return whether a service is meant for this young person as they are now, status aside."""
    if not aged(now, row, site.age_low) or aged(now, row, site.age_high):
        return False
    if site.needs != 0 and not needs_of(row) & site.needs:
        return False
    if site.placements != 0 and not (site.placements >> row.placement) & 1:
        return False
    if row.status == LOOKED_AFTER:
        cared = now - row.entered + SLACK
        return site.care_low <= cared < site.care_high
    return True


@part
def rate_for_person(now: Any, row: Any, site: Any, sites: Any) -> Any:
    """Return a young person's referrals per year to all open sites of a programme together."""
    if sites == 0 or not is_meant(now, row, site):
        return 0.0
    reason = reason_of(now, row)
    rate = site.referral * sites * site.referral_by_reason[reason]
    return rate if now < row.crisis + site.crisis_years else rate * site.calm[reason]


@part
def next_for_person(now: Any, row: Any, site: Any) -> Any:
    """Return when a gate next opens or shuts for a young person by the passing of time alone."""
    first = math.inf
    if not aged(now, row, site.age_low):
        first = row.born + site.age_low
    elif not aged(now, row, site.age_high):
        first = row.born + site.age_high
    if row.status == LOOKED_AFTER:
        young = not aged(now, row, SIXTEEN)
        if young and tells_reasons(site, PLACEMENT_SUPPORT, INDEPENDENCE):
            first = min(first, row.born + SIXTEEN)
        for edge in (site.care_low, site.care_high):
            if now - row.entered + SLACK < edge:
                first = min(first, row.entered + edge)
    calm = row.crisis + site.crisis_years
    return min(first, calm) if now < calm else first


@part
def has_child_in(world: Any, family: Any, site: Any) -> Any:
    """Return whether a family has a child with a status the service takes."""
    i = family.first_child
    while i >= 0:
        if site.referral_by_reason[world.young_people[i].status] > 0.0:
            return True
        i = world.young_people[i].next_sibling
    return False


@part
def has_child_coming(now: Any, world: Any, family: Any, site: Any) -> Any:
    """Return whether a child is to be born, and known as an infant, within the years the service asks for.

    Of a woman whom services know they know the next child; of others her service keeps nobody away.
    """
    i = family.first_child
    while i >= 0:
        child = world.young_people[i]
        ahead = child.born - now - SLACK  # time left: slack lets the moment itself have come
        infant = child.status == UNKNOWN and child.arrives - child.born < ONE_YEAR
        if infant and site.next_low <= ahead < site.next_high:
            return True
        i = child.next_sibling
    return False


@part
def next_for_family(now: Any, world: Any, family: Any, site: Any) -> Any:
    """Return when a gate next opens or shuts for a mother by the passing of time alone."""
    first = math.inf
    i = family.first_child if site.next_high > 0.0 else -1
    while i >= 0:
        child = world.young_people[i]
        if child.status == UNKNOWN and child.arrives - child.born < ONE_YEAR:
            for ahead in (site.next_high, site.next_low):
                if child.born - ahead > now + SLACK:
                    first = min(first, child.born - ahead)
        i = child.next_sibling
    return first


@rule
def is_strained(row: Any, site: Any) -> Any:
    """Return whether a family's or carer's strain is of the levels a service takes."""
    return site.strain_low <= row.strain <= site.strain_high


@part
def rate_for_family(now: Any, world: Any, family: Any, site: Any, sites: Any) -> Any:
    """Return a family's, or a mother's, referrals per year to all open sites together."""
    if sites == 0 or not is_strained(family, site):
        return 0.0
    if site.next_high > 0.0:
        meant = has_child_coming(now, world, family, site)
    else:
        meant = has_child_in(world, family, site)
    return site.referral * sites if meant else 0.0


@part
def rate_for_carer(carer: Any, site: Any, sites: Any) -> Any:
    """Return a carer's, or a home's, referrals per year to all open sites together."""
    meant = site.placements == 0 or (site.placements >> carer.placement) & 1
    chosen = meant and is_strained(carer, site) and carer.restless < site.steadiest
    if sites == 0 or carer.status != OPEN or not chosen:
        return 0.0
    return site.referral * sites

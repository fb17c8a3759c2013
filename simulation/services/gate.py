"""Who may come to a service: the gate's rules, a few numbers in the row of its first site."""

import math
from typing import Any

from agents.codes import Opening, Status
from simulation.bands import SLACK, aged
from simulation.rule import part, rule

LOOKED_AFTER, OPEN = int(Status.LOOKED_AFTER), int(Opening.OPEN)
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
    rate = site.referral * sites
    rate *= site.referral_by_status[row.status]
    return rate if now < row.crisis + site.crisis_years else rate * site.calm


@part
def next_for_person(now: Any, row: Any, site: Any) -> Any:
    """Return when a gate next opens or shuts for a young person by the passing of time alone."""
    first = math.inf
    if not aged(now, row, site.age_low):
        first = row.born + site.age_low
    elif not aged(now, row, site.age_high):
        first = row.born + site.age_high
    if row.status == LOOKED_AFTER:
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
        if site.referral_by_status[world.young_people[i].status] > 0.0:
            return True
        i = world.young_people[i].next_sibling
    return False


@part
def rate_for_family(world: Any, family: Any, site: Any, sites: Any) -> Any:
    """Return a family's, or a mother's, referrals per year to all open sites together."""
    if sites == 0 or not has_child_in(world, family, site):
        return 0.0
    return site.referral * sites


@part
def rate_for_carer(carer: Any, site: Any, sites: Any) -> Any:
    """Return a carer's, or a home's, referrals per year to all open sites together."""
    meant = site.placements == 0 or (site.placements >> carer.placement) & 1
    if sites == 0 or carer.status != OPEN or not meant:
        return 0.0
    return site.referral * sites

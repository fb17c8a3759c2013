"""Beds and families that belong to a service: which are free, and whom they may take.

A service's place stands in for a home or a foster family that has been drawn: parents and kin come first.
Nobody goes from one place of a service to another, but to step down from a bed to a family.
"""

import math

from agents.codes import KINDS, SKILL_TOP, Placement
from agents.rows import CarerRow, YoungPersonRow
from simulation.draws import Address, stream, uniform
from simulation.free_places import has_free_place
from simulation.needs import complexity
from simulation.placing_options import STEP_DOWN, tilt_of
from simulation.rule import part, rule
from simulation.services.acting import ON_PLACEMENT
from simulation.services.enrolling import site_with_places
from simulation.tables import World

SERVICE_BED, SERVICE_FAMILY = int(Placement.SERVICE_BED), int(Placement.SERVICE_FAMILY)
HOME = int(Placement.CHILDRENS_HOME)
_FOSTER = (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY)
FOSTERS = tuple(int(kind in _FOSTER) for kind in range(KINDS))
#: Where a young person lived who came from no place of the service.
ELSEWHERE = int(Placement.NONE)
_INSTEAD = stream("placing/instead")


@part
def free_place(world: World, s: int, kind: int, need: int, kept: int) -> int:
    """Return the best matched free place of a site, or -1 if no more than so many are free."""
    site = world.services[s]
    best, least, free = -1, need + 1, 0
    for i in range(site.first_place, site.first_place + site.places):
        home = world.carers[i]
        if home.placement == kind and has_free_place(home):
            free += 1
            gap = max(0, need - int(home.skill))
            if gap < least:
                best, least = i, gap
    return best if free > kept else -1


@rule
def came_from(world: World, former: int, s: int) -> int:
    """Return which kind of place of the same service a young person comes from, or `ELSEWHERE`."""
    if former < 0:
        return ELSEWHERE
    own = world.carers[former].site
    if own < 0 or world.services[own].first_site != world.services[s].first_site:
        return ELSEWHERE
    return int(world.carers[former].placement)


@rule
def stay_in(world: World, home: CarerRow) -> float:
    """Return how many years a stay with a service may last."""
    site = world.services[home.site]
    return float(site.bed_years if home.placement == SERVICE_BED else site.family_years)


@part
def takes_up(
    now: float, row: YoungPersonRow, world: World, s: int, kind: int, reason: int, need: int
) -> float:
    """Return how likely a free place of a service's site stands in for the kind that was drawn.

    Its odds, and those that services put on this kind of placement; less for whoever needs it less.
    """
    site = world.services[s]
    log_odds = site.place_log_odds
    if world.shared[0].choices & ON_PLACEMENT:
        log_odds += tilt_of(now, row, world, kind, reason)
    by_need = site.place_by_need * (1.0 - need / SKILL_TOP)
    return (1.0 - by_need) / (1.0 + math.exp(-log_odds))


@part
def instead_of(
    now: float,
    row: YoungPersonRow,
    world: World,
    kind: int,
    reason: int,
    draw: Address,
    former: int,
) -> int:
    """Return a place of the service that supports a young person, in the stead of what was drawn, or -1.

    A bed stands in for a home, a family for a home or another foster family. Whoever comes from a
    place of the service gets none, but a family to step down to from a bed.
    """
    s = site_with_places(row, world)
    if s < 0 or not (kind == HOME or FOSTERS[kind]):
        return -1
    before = came_from(world, former, s)
    u, need = uniform(draw, _INSTEAD), complexity(now, row)
    bed = family = 0.0
    if kind == HOME and before == ELSEWHERE:
        bed = takes_up(now, row, world, s, SERVICE_BED, reason, need)
    if before == ELSEWHERE or (before == SERVICE_BED and reason >= STEP_DOWN):
        family = takes_up(now, row, world, s, SERVICE_FAMILY, reason, need)
    own = -1
    if u < bed:
        own = free_place(world, s, SERVICE_BED, need, int(world.services[s].kept_beds))
    if own < 0 and u < family:
        own = free_place(world, s, SERVICE_FAMILY, need, 0)
    return own

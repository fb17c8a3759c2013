"""Choosing a placement among what is free, and putting a young person there.

The kind of placement is drawn over the full fixed list with what is not to be had masked out, and
the carer from a fixed list of candidates addressed by the draw, so that arms which differ
somewhere else still offer the same child the same places.
"""

import math
from typing import Any

import numpy as np

from agents.codes import KINDS, SKILL_TOP, Opening, Placement
from agents.lengths import AGE_BAND_COUNT, SIXTEEN, TEEN
from agents.luck import PRACTICE
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, aged, year_of
from simulation.deciding import decided_on
from simulation.draws import Address, stream, two_uniforms, uniform
from simulation.free_places import free_carer, has_places
from simulation.kinds import CARERS
from simulation.links import OPEN, move_in, number_of, open_carer, touch
from simulation.needs import complexity
from simulation.placing_options import (
    FIRST,
    KIN_FOUND,
    ONWARD,
    OPTION_OF,
    PLANNED,
    STEP_DOWN,
    tilt_of,
)
from simulation.rule import part, rule
from simulation.service_places import (
    ELSEWHERE,
    FOSTERS,
    HOME,
    SERVICE_BED,
    SERVICE_FAMILY,
    came_from,
    free_place,
    instead_of,
    stay_in,
)
from simulation.services.acting import ON_KIN, ON_PLACEMENT, odds
from simulation.services.enrolling import site_with_places
from simulation.siblings import (
    give_up_place,
    has_room,
    has_siblings_in_care,
    join,
    join_draw,
    meet_siblings,
    moves_along,
    places_wanted,
    wants_to_join,
)
from simulation.tables import World
from simulation.years import luck

#: Middle of the ages at which homes are chosen ever more often.
_MIDDLE = (TEEN + SIXTEEN) / 2
#: With weights of their own.
REASONS = 3
KINSHIP, PARENTS, ADOPTION = int(Placement.KINSHIP), int(Placement.PARENTS), int(Placement.ADOPTION)
OTHER = int(Placement.OTHER)
RESIDENTIAL = int(Placement.OTHER_RESIDENTIAL)
SUPPORTED, LODGINGS = int(Placement.SUPPORTED), int(Placement.LODGINGS)
OWN, AGENCY = int(Placement.FOSTER_IN_HOUSE), int(Placement.FOSTER_AGENCY)
CLOSED = int(Opening.CLOSED)
#: Kinds that need a carer with a free place: all but these.
NEEDS_CARER = tuple(
    int(kind not in {Placement.NONE, PARENTS, ADOPTION, Placement.OTHER_RESIDENTIAL, OTHER})
    for kind in Placement
)
#: The others, as bits.
_NO_BED = sum(1 << kind for kind, needs in enumerate(NEEDS_CARER) if not needs)
#: Series of the luck of the years that moves how readily each kind is chosen; -1 for none.
PRACTICES = tuple(int(PRACTICE.get(kind, -1)) for kind in Placement)
#: Kinds of which a young person could only move to the very same placement again.
ONE_OF_A_KIND = tuple(int(k in {KINSHIP, PARENTS}) for k in range(KINDS))
#: Homes, whoever runs them.
IS_HOME = tuple(int(kind in {HOME, SERVICE_BED}) for kind in range(KINDS))
#: Kinds that are never drawn: they stand in for others.
STANDS_IN = tuple(int(kind in {SERVICE_BED, SERVICE_FAMILY}) for kind in range(KINDS))
#: Where a stay with a service may lead: to a family, or from 16 to supported accommodation.
LEADS_ON = tuple(
    int(kind in {OWN, AGENCY, KINSHIP, PARENTS, SUPPORTED, LODGINGS}) for kind in range(KINDS)
)
_KIND = stream("placing/kind")
_SPILL = stream("placing/spill")
_DISTANCE = stream("placing/distance")
_REFUSED = stream("placing/refused")

PARAMETERS = (
    Parameter(
        "placement_weight",
        "relative weight",
        0,
        1e4,
        "How often each kind of placement is chosen: age band by reason (first, planned, "
        "unplanned) by kind of placement.",
        (AGE_BAND_COUNT, REASONS, KINDS),
    ),
    Parameter(
        "uasc_placement_weight",
        "relative weight",
        0,
        1e4,
        "The same for unaccompanied children, whatever the reason: under 16, and from 16.",
        (2, KINDS),
    ),
    Parameter("local_placement", "ratio", 0, 100, "Local practice by kind of placement.", (KINDS,)),
    Parameter(
        "placement_need_log_odds", "log odds", -3, 3, "A children's home, per point of need."
    ),
    Parameter(
        "placement_risk", "exponent", 0, 2, "How far latent risk leads to a children's home."
    ),
    Parameter(
        "placement_home_age",
        "log odds",
        -2,
        2,
        "A children's home, per year of age from 10 to 15, against 13.",
    ),
    Parameter(
        "placement_home_again", "log odds", -10, 10, "A children's home for whoever moves from one."
    ),
    Parameter(
        "home_refusal",
        "share",
        0,
        1,
        "That no home with a free place takes a young person at once, as many being free as usual, by need 0 to 3.",
        (SKILL_TOP + 1,),
    ),
    Parameter(
        "unregistered_share",
        "share",
        0,
        1,
        "Of those of 10 and over whom no home takes at once, placed with an unregistered provider.",
    ),
    Parameter(
        "outside_share", "share", 0, 1, "Outside the authority, by kind without carers.", (KINDS,)
    ),
    Parameter(
        "far_share",
        "share",
        0,
        1,
        "Over 20 miles from home, by kind without carers and whether outside the authority.",
        (KINDS, 2),
    ),
)


@rule
def kin_are_known(now: float, row: YoungPersonRow, world: World, kin: int) -> bool:
    """Return whether a family's kin have been found: the choice services may lean on.

    The draw is the family's own, so that its children, and arms, agree; kin who care are known.
    """
    if not world.shared[0].choices & ON_KIN or world.carers[kin].status == OPEN:
        return True
    return world.families[row.family].kin_needs < odds(now, row, world, KIN_FOUND)


@rule
def available(now: float, row: YoungPersonRow, world: World, kind: int, reason: int) -> bool:
    """Return whether a kind of placement is one this young person could have.

    A service's own beds and families are none of them: they stand in for what has been drawn.
    """
    if STANDS_IN[kind] or (reason == ONWARD and not LEADS_ON[kind]):
        return False
    if kind == KINSHIP:
        if row.family < 0:
            return False
        kin = world.families[row.family].kin_carer
        if kin < 0 or world.carers[kin].status == CLOSED:
            return False
        if not kin_are_known(now, row, world, kin):
            return False
        return world.carers[kin].filled < world.carers[kin].places
    if kind == PARENTS or kind == ADOPTION:
        return row.uasc == 0
    if kind == SUPPORTED or kind == LODGINGS:
        # By law nobody under 16: no weight, service or shortage changes that.
        return aged(now, row, SIXTEEN)
    return True


@rule
def common_weight(now: float, row: YoungPersonRow, p: Any, kind: int, reason: int) -> float:
    """Return the weight of a kind of placement for anybody of this age and origin in England."""
    if row.uasc:
        return p.uasc_placement_weight[1 if aged(now, row, SIXTEEN) else 0, kind]
    row_of = PLANNED if reason >= STEP_DOWN else reason
    return p.placement_weight[age_band(now, row), row_of, kind]


@rule
def for_a_home(now: float, row: YoungPersonRow, p: Any) -> float:
    """Return how much likelier a children's home is: by need, latent risk, age and where they were."""
    log_odds = p.placement_need_log_odds * complexity(now, row)
    if aged(now, row, TEEN) and not aged(now, row, SIXTEEN):
        log_odds += p.placement_home_age * (now - row.born - _MIDDLE)
    if IS_HOME[row.placement]:
        log_odds += p.placement_home_again
    return math.exp(log_odds) * row.risk**p.placement_risk


@rule
def weight_of(
    now: float, row: YoungPersonRow, world: World, p: Any, kind: int, reason: int
) -> float:
    """Return the weight of a kind of placement for this young person now."""
    if not available(now, row, world, kind, reason) or (
        reason >= STEP_DOWN and (kind == HOME or kind == RESIDENTIAL)
    ):
        return 0.0
    weight = common_weight(now, row, p, kind, reason) * p.local_placement[kind]
    if kind == HOME:
        weight *= for_a_home(now, row, p)
    if PRACTICES[kind] >= 0:
        weight *= luck(now, world, PRACTICES[kind])
    if world.shared[0].choices & ON_PLACEMENT and OPTION_OF[kind] >= 0:
        weight *= math.exp(tilt_of(now, row, world, kind, reason))
    return weight


@part
def choose_kind(
    now: float, row: YoungPersonRow, world: World, p: Any, reason: int, u: float, barred: int
) -> int:
    """Return a kind of placement, leaving out the barred ones (bits); -1 if none is left."""
    total = 0.0
    for kind in range(KINDS):
        if not (barred >> kind) & 1:
            total += weight_of(now, row, world, p, kind, reason)
    if total <= 0.0:
        return -1
    target = u * total
    chosen = -1
    for kind in range(KINDS):
        if not (barred >> kind) & 1:
            weight = weight_of(now, row, world, p, kind, reason)
            if weight > 0.0:
                chosen = kind
                target -= weight
                if target < 0.0:
                    break
    return chosen


@part
def settle_in(
    now: float, row: YoungPersonRow, world: World, p: Any, kind: int, carer: int, draw: Address
) -> None:
    """Put a young person into a placement: place, distance, match and the year's count."""
    row.placement = kind
    row.unregistered = 0
    row.placed = now
    row.displaced = row.stay_ends = math.inf
    row.mismatch = 0
    if carer >= 0:
        move_in(world, number_of(row), carer)
        home = world.carers[carer]
        row.outside, row.far = home.outside, home.far
        row.mismatch = max(0, complexity(now, row) - int(home.skill))
        if home.site >= 0:
            row.stay_ends = now + stay_in(world, home)
    else:
        a, b = two_uniforms(draw, _DISTANCE)
        row.outside = 1 if a < p.outside_share[kind] else 0
        row.far = 1 if b < p.far_share[kind, row.outside] else 0
    meet_siblings(row, world)
    year = year_of(now)
    if row.placement_year != year:
        row.placement_year = year
        row.year_placements = 0 if row.entered == now else 1
    row.year_placements += 1


@part
def nobody_takes(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> bool:
    """Return whether a young person for whom a home is looked for gets no bed at all, in time.

    Each free place refuses by itself: where only half as many are free as usual, the chance that
    all do is its square root; where none is, nothing is left to ask.
    """
    if not aged(now, row, TEEN):
        return False
    market = world.markets[HOME]
    chance = 1.0
    if market.filled < market.places:
        free = (1.0 - market.filled / market.places) / (1.0 - market.usual)
        chance = p.home_refusal[complexity(now, row)] ** free
    return uniform(draw, _REFUSED) < chance * p.unregistered_share


@part
def place_unregistered(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
    """Put a young person for whom no bed is found with a provider who is not registered."""
    settle_in(now, row, world, p, OTHER, -1, draw)
    row.unregistered = 1
    return OTHER


@part
def carer_for(
    now: float,
    row: YoungPersonRow,
    world: World,
    p: Any,
    kind: int,
    reason: int,
    draw: Address,
    former: int,
    wanted: int,
) -> int:
    """Return a free carer of a kind, or -1.

    Brothers and sisters for whom no foster carer of that kind has room go to one of the other kind
    that has, the council's own or an agency's.
    """
    need = complexity(now, row)
    carer = free_carer(world, kind, need, draw, former, wanted)
    if wanted == 1 or not FOSTERS[kind] or has_places(world, carer, wanted):
        return carer
    instead = OWN + AGENCY - kind
    if weight_of(now, row, world, p, instead, reason) > 0.0:
        other = free_carer(world, instead, need, draw, former, wanted)
        if has_places(world, other, wanted):
            return other
    return carer


@part
def found_carer(
    now: float,
    row: YoungPersonRow,
    world: World,
    p: Any,
    kind: int,
    reason: int,
    draw: Address,
    former: int,
    wanted: int,
) -> int:
    """Return who offers a young person a bed of a kind, or -1; kin begin to care when they are asked."""
    if kind == KINSHIP:
        carer = world.families[row.family].kin_carer
        if world.carers[carer].status != OPEN:
            open_carer(world.carers[carer], world)
            touch(world, CARERS, carer)
        return carer
    if not NEEDS_CARER[kind]:
        return -1
    return carer_for(now, row, world, p, kind, reason, draw, former, wanted)


@part
def sibling_to_join(
    now: float, row: YoungPersonRow, world: World, p: Any, reason: int, draw: Address, former: int
) -> int:
    """Return the brother or sister in care a child is placed with, or -1.

    Whoever moves along with one goes where that one went, if there is room.
    """
    if not has_siblings_in_care(row, world):
        return -1
    first = reason == FIRST
    u = join_draw(draw)
    i = world.families[row.family].first_child
    while i >= 0:
        other = world.young_people[i]
        if i != number_of(row) and has_room(now, row, other, world, p, former):
            wanted = moves_along(row, i, first) or wants_to_join(
                now, row, other, world, p, first, u
            )
            if wanted and available(now, row, world, int(other.placement), reason):
                return i
        i = other.next_sibling
    return -1


@part
def last_resort(
    now: float, row: YoungPersonRow, world: World, p: Any, draw: Address, former: int
) -> int:
    """Place whoever finds no bed, or whom no home takes: in a bed of their service, or unregistered."""
    s = site_with_places(row, world)
    if s >= 0 and came_from(world, former, s) == ELSEWHERE:
        bed = free_place(world, s, SERVICE_BED, complexity(now, row), 0)
        if bed >= 0:
            settle_in(now, row, world, p, SERVICE_BED, bed, draw)
            return SERVICE_BED
    return place_unregistered(now, row, world, p, draw)


@part
def look_for(
    now: float,
    row: YoungPersonRow,
    world: World,
    p: Any,
    reason: int,
    draw: Address,
    former: int,
    wanted: int,
) -> tuple[int, int]:
    """Return the kind of a placement and who offers it: a sibling's, or one that is drawn."""
    sibling = sibling_to_join(now, row, world, p, reason, draw, former)
    if sibling >= 0:
        other = world.young_people[sibling]
        join(world, int(other.carer))
        return int(other.placement), int(other.carer)
    return drawn(now, row, world, p, reason, draw, former, wanted)


@part
def drawn(
    now: float,
    row: YoungPersonRow,
    world: World,
    p: Any,
    reason: int,
    draw: Address,
    former: int,
    wanted: int,
) -> tuple[int, int]:
    """Return the kind of a placement that is drawn and who offers it, or -1 if nobody does.

    Where nothing of the drawn kind is free the choice spills over to the other kinds that offer a
    bed.
    """
    # A move leads elsewhere: a family has one set of kin and of parents.
    barred = 1 << int(row.placement) if ONE_OF_A_KIND[row.placement] else 0
    u = uniform(draw, _KIND)
    for attempt in range(KINDS):
        kind = choose_kind(now, row, world, p, reason, u, barred)
        if kind < 0:
            break
        carer = -1
        if wanted == 1:
            carer = instead_of(now, row, world, kind, reason, draw, former)
        if carer < 0:
            if kind == HOME and nobody_takes(now, row, world, p, draw):
                break
            carer = found_carer(now, row, world, p, kind, reason, draw, former, wanted)
        if carer >= 0:
            return int(world.carers[carer].placement), int(carer)
        if not NEEDS_CARER[kind]:
            return int(kind), -1
        # A bed is looked for: nobody is placed with parents or elsewhere for want of one.
        barred |= 1 << kind | _NO_BED
        u = two_uniforms(draw, np.uint64(int(_SPILL) + attempt))[0]
    return -1, -1


@part
def place(now: float, row: YoungPersonRow, world: World, p: Any, reason: int, draw: Address) -> int:
    """Find a placement and move the young person in; return its kind.

    Whoever finds none, and some whom no home takes, are placed with an unregistered provider.
    """
    former = int(row.carer)
    wanted = places_wanted(now, row, world, p)
    give_up_place(row, world)
    carer = decided_on(row, world)
    if carer >= 0:
        kind = int(world.carers[carer].placement)
    else:
        kind, carer = look_for(now, row, world, p, reason, draw, former, wanted)
    if kind < 0:
        return last_resort(now, row, world, p, draw, former)
    settle_in(now, row, world, p, kind, carer, draw)
    return kind


@part
def move_on(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> bool:
    """Move on at the end of a stay with a service; return whether there is somewhere to go to."""
    kind, carer = look_for(now, row, world, p, ONWARD, draw, int(row.carer), 1)
    if kind < 0:
        return False
    give_up_place(row, world)
    settle_in(now, row, world, p, kind, carer, draw)
    return True

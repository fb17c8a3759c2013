"""Brothers and sisters in care: who lives with whom, who comes along, and whom a child may join.

Only children with a brother or sister looked after pay for any of this: everybody else is told
apart by one number of their family.
"""

import math
from typing import Any

import numpy as np

from agents.codes import KINDS, Following, Placement
from agents.lengths import AGE_BAND_COUNT
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band
from simulation.draws import Address, stream, uniform
from simulation.kinds import YOUNG_PEOPLE
from simulation.links import LOOKED_AFTER, OPEN, move_out, number_of, stretch, touch
from simulation.rule import part, rule
from simulation.tables import World

PARENTS, ADOPTION = int(Placement.PARENTS), int(Placement.ADOPTION)
OWN, AGENCY = int(Placement.FOSTER_IN_HOUSE), int(Placement.FOSTER_AGENCY)
ENTERING, MOVING, BREAKING_DOWN, GOING_HOME, TO_KIN = (
    int(code) for code in Following if code != Following.NOBODY
)
NOBODY = int(Following.NOBODY)
#: Moves that brothers and sisters share: places in `sibling_move_share`.
PLANNED_TOGETHER, UNPLANNED_TOGETHER = 0, 1
_ALONG = stream("siblings/along")
_JOIN = stream("siblings/join")

PARAMETERS = (
    Parameter(
        "sibling_join_share",
        "share",
        0,
        1,
        "First placed with one brother or sister in care where there is room, by the age band of "
        "the elder.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "sibling_join_kind",
        "ratio",
        0,
        1,
        "The same by the kind of placement of the brother or sister.",
        (KINDS,),
    ),
    Parameter(
        "sibling_join_size", "ratio", 0, 1, "The same for each further brother or sister in care."
    ),
    Parameter(
        "sibling_most_places",
        "children",
        1,
        20,
        "Looked after by a fostering household that takes brothers or sisters beyond its limit.",
    ),
    Parameter(
        "sibling_rejoin_ratio", "ratio", 0, 1, "The same at a move, against a first placement."
    ),
    Parameter(
        "sibling_move_share",
        "share",
        0,
        1,
        "Planned moves, and breakdowns, in which brothers and sisters of one placement go together.",
        (2,),
    ),
    Parameter(
        "sibling_leave_share",
        "share",
        0,
        1,
        "Returns home, and orders to kin, in which brothers and sisters in care go together.",
    ),
)


@rule
def live_together(one: YoungPersonRow, other: YoungPersonRow) -> bool:
    """Return whether two looked-after children of one family live in the same place.

    Where there is no carer of the council's, parents are one place, and so are adopters.
    """
    if one.status != LOOKED_AFTER or other.status != LOOKED_AFTER or one.carer != other.carer:
        return False
    if one.carer >= 0:
        return True
    return one.placement == other.placement and (
        one.placement == PARENTS or one.placement == ADOPTION
    )


@part
def change_beside(world: World, i: int, change: int) -> None:
    """Count young person `i` up or down with each brother or sister they live with."""
    child = world.young_people[i]
    j = world.families[child.family].first_child
    while j >= 0:
        other = world.young_people[j]
        if j != i and live_together(child, other):
            other.beside += change
            child.beside += change
            touch(world, YOUNG_PEOPLE, j)
        j = other.next_sibling


@rule
def has_siblings_in_care(row: YoungPersonRow, world: World) -> bool:
    """Return whether a looked-after child has a brother or sister who is looked after."""
    return row.family >= 0 and world.families[row.family].cared > 1


@rule
def give_up_place(row: YoungPersonRow, world: World) -> None:
    """Leave a placement, and the brothers and sisters who stay in it."""
    if row.beside > 0:
        change_beside(world, number_of(row), -1)
    move_out(world, number_of(row))


@rule
def meet_siblings(row: YoungPersonRow, world: World) -> None:
    """Note whom of their brothers and sisters a child lives with who has just moved in."""
    row.follow = math.inf
    row.follows = NOBODY
    row.leader = -1
    if has_siblings_in_care(row, world):
        change_beside(world, number_of(row), 1)


@part
def count_in_care(row: YoungPersonRow, world: World, change: int) -> None:
    """Count a family's children in care up or down; how soon the others leave depends on that."""
    if row.family < 0:
        return
    family = world.families[row.family]
    family.cared += change
    if max(family.cared, family.cared - change) <= 1:
        return
    i = family.first_child
    while i >= 0:
        other = world.young_people[i]
        if other.status == LOOKED_AFTER and i != number_of(row):
            touch(world, YOUNG_PEOPLE, i)
        i = other.next_sibling


@part
def note_first_placement(now: float, row: YoungPersonRow, world: World) -> None:
    """Write down with how many of how many in care a child was first placed.

    Those who enter on one day find out one after the other: each tells those before.
    """
    row.first_siblings, row.first_beside = 0, 0
    if not has_siblings_in_care(row, world):
        return
    i = world.families[row.family].first_child
    while i >= 0:
        other = world.young_people[i]
        if other.status == LOOKED_AFTER and i != number_of(row):
            together = 1 if live_together(row, other) else 0
            row.first_siblings += 1
            row.first_beside += together
            if other.entered == now:
                other.first_siblings += 1
                other.first_beside += together
        i = other.next_sibling


@rule
def followed(row: YoungPersonRow, what: int) -> float:
    """Return the moment at which a brother or sister did something this child does with them."""
    return row.follow if row.follows == what else math.inf


@rule
def shared(count: int, share: float) -> float:
    """Return the ratio of a hazard for each of some who take the others along in a share of cases.

    Each then has as many events as alone: fewer of their own, the rest with a brother or sister.
    """
    return 1.0 / (1.0 + share * count)


@part
def bring_along(
    now: float,
    row: YoungPersonRow,
    world: World,
    what: int,
    share: float,
    everywhere: bool,
    draw: Address,
) -> None:
    """Let brothers and sisters do the same at once, in a share of cases.

    Those who live with the child; with `everywhere` all in care but those placed for adoption. Who
    follows brings nobody.
    """
    me = number_of(row)
    if not has_siblings_in_care(row, world) or uniform(draw, _ALONG) >= share:
        return
    i = world.families[row.family].first_child
    while i >= 0:
        other = world.young_people[i]
        near = (everywhere and other.placement != ADOPTION) or live_together(row, other)
        if i != me and other.status == LOOKED_AFTER and near:
            follow(now, world, i, me, what)
        i = other.next_sibling


@rule
def follow(now: float, world: World, i: int, leader: int, what: int) -> None:
    """Have young person `i` do at this moment what a brother or sister has done."""
    other = world.young_people[i]
    other.follow, other.follows, other.leader = now, what, leader
    touch(world, YOUNG_PEOPLE, i)


@rule
def elder_band(now: float, row: YoungPersonRow, other: YoungPersonRow) -> int:
    """Return the age band of the elder of two children."""
    return max(age_band(now, row), age_band(now, other))


@rule
def join_chance(
    now: float, row: YoungPersonRow, other: YoungPersonRow, world: World, p: Any
) -> float:
    """Return how likely a child is first placed with a brother or sister, were there room."""
    further = world.families[row.family].cared - 2
    chance: float = p.sibling_join_share[elder_band(now, row, other)]
    return chance * float(p.sibling_join_size ** max(0, further))


@part
def places_wanted(now: float, row: YoungPersonRow, world: World, p: Any) -> int:
    """Return for how many a place is sought: the child, and those about to follow who likely join."""
    wanted = 1
    if row.family < 0:
        return wanted
    i = world.families[row.family].first_child
    while i >= 0:
        other = world.young_people[i]
        if other.follow == now and other.leader == number_of(row):
            moving = other.status == LOOKED_AFTER
            if moving or p.sibling_join_share[elder_band(now, row, other)] >= 0.5:
                wanted += 1
        i = other.next_sibling
    return wanted


@part
def has_room(
    now: float, row: YoungPersonRow, other: YoungPersonRow, world: World, p: Any, former: int
) -> bool:
    """Return whether a brother or sister lives where the child could live too, and stays there.

    The usual limit of a fostering household does not bind brothers and sisters (Children Act 1989,
    schedule 7). Places that belong to a service are for those it supports.
    """
    if other.status != LOOKED_AFTER or other.follow <= now or other.displaced <= now:
        return False
    if other.carer < 0:
        return other.placement == PARENTS and row.placement != PARENTS
    home = world.carers[other.carer]
    if home.status != OPEN or home.site >= 0 or other.carer == former:
        return False
    fosters = home.placement == OWN or home.placement == AGENCY
    return home.filled < home.places or (fosters and home.places < p.sibling_most_places)


@part
def join(world: World, carer: int) -> None:
    """Make room for a child with the carer of a brother or sister, beyond the limit if need be."""
    if carer >= 0 and world.carers[carer].filled >= world.carers[carer].places:
        stretch(world.carers[carer], world, 1)


@rule
def wants_to_join(
    now: float,
    row: YoungPersonRow,
    other: YoungPersonRow,
    world: World,
    p: Any,
    first: bool,
    u: float,
) -> bool:
    """Return whether a draw says that a child is placed with this brother or sister."""
    chance: float = join_chance(now, row, other, world, p) * p.sibling_join_kind[other.placement]
    if not first:
        chance *= p.sibling_rejoin_ratio
    return bool(u < chance)


@part
def moves_along(row: YoungPersonRow, i: int, first: bool) -> bool:
    """Return whether the child moves because this brother or sister did: then always to them."""
    return row.leader == i and not first


@rule
def join_draw(draw: Address) -> float:
    """Return the one number that says whom of their brothers and sisters a child joins."""
    return uniform(draw, np.uint64(_JOIN))

"""The starting population of the reference workload: near its stationary mix, as the peers have it."""

import numpy as np
from reference.figures import (
    AGES,
    CAPACITY,
    CHILDREN_PER_CARER,
    ENTRY_BASE,
    ENTRY_NEED,
    IN_CARE,
    LONGEST_CARE,
    LONGEST_PLACEMENT,
    NEED_CUT,
    OLDEST,
    SHARE_IN_CARE,
    TYPE_SHARE,
    WEEK,
    WEEKS,
)

from agents.lines import zeros_in_line
from agents.population import Population

#: What the engine reads of rows that services act on, and of those close to them; here none do.
HELPED = [("practices", "i8"), ("first_enrolment", "i4"), ("helped", "i1")]
NEAR = {
    *("carer", "family", "first_child", "next_sibling"),
    *("first_resident", "next_resident", "first_enrolment"),
}
CHILD = np.dtype(
    [
        ("uid", "i8"),
        ("born", "f8"),
        ("entry_rate", "f8"),
        ("turns_10", "f8"),
        ("turns_14", "f8"),
        ("entered", "f8"),
        ("placed", "f8"),
        ("ready", "f8"),
        ("carer", "i4"),
        ("family", "i4"),
        ("next_sibling", "i4"),
        ("next_resident", "i4"),
        ("moves", "i2"),
        ("status", "i1"),
        ("type", "i1"),
        *HELPED,
    ],
    align=True,
)
CARER = np.dtype(
    [("uid", "i8"), ("next_free", "i4"), ("filled", "i1"), ("first_resident", "i4"), *HELPED],
    align=True,
)
#: The pile of carers with room, kept in a row among families so that rules can reach it.
PILE = np.dtype([("uid", "i8"), ("free", "i4"), ("first_child", "i4"), *HELPED], align=True)


def make_population(children: int, seed: int) -> Population:
    """Return children, carers and the pile of carers with room.

    A quarter of the children are in care, in as many places as there are; the rest of those in
    care are out of the authority. Time is in units of 52 weeks.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, children]))
    people = zeros_in_line(children, CHILD).view(np.recarray)
    people.uid = np.arange(children)
    need = np.clip(rng.normal(size=children), -NEED_CUT, NEED_CUT)
    people.entry_rate = WEEKS * ENTRY_BASE * np.exp(ENTRY_NEED * need)
    age = rng.uniform(0, OLDEST, children)
    for field, edge in zip(("turns_10", "turns_14"), AGES, strict=True):
        people[field] = np.ceil((edge - age) * WEEKS) * WEEK
    people.status = np.where(rng.random(children) < SHARE_IN_CARE, IN_CARE, 0)
    kinds = np.searchsorted(np.cumsum(TYPE_SHARE)[:-1], rng.random(children))
    entered = -rng.integers(0, LONGEST_CARE, children)
    people.entered = entered * WEEK
    people.placed = np.maximum(entered, -rng.integers(0, LONGEST_PLACEMENT, children)) * WEEK
    people.type = np.where(people.status == IN_CARE, kinds, 0)
    _near_nobody(people)
    carers, pile = _give_places(people, children // CHILDREN_PER_CARER)
    none, nobody = np.zeros(0, np.int64), np.zeros(0, PILE).view(np.recarray)
    return Population(people, pile, carers, nobody, nobody, none, none)


def _near_nobody(table: np.recarray) -> None:
    """Say of every row that it has no family, no carer, no service and nobody close to it."""
    for column in NEAR & set(table.dtype.names):
        table[column] = -1


def _give_places(people: np.recarray, count: int) -> tuple[np.recarray, np.recarray]:
    """Fill the carers in order and chain those with room."""
    placed = np.flatnonzero(people.status == IN_CARE)[: count * CAPACITY]
    people.carer[placed] = np.arange(placed.size) // CAPACITY
    carers = np.zeros(count, CARER).view(np.recarray)
    carers.uid = people.size + np.arange(count)
    carers.filled = np.bincount(people.carer[placed], minlength=count)
    room = np.flatnonzero(carers.filled < CAPACITY)
    carers.next_free = -1
    carers.next_free[room[:-1]] = room[1:]
    pile = np.zeros(1, PILE).view(np.recarray)
    _near_nobody(carers)
    _near_nobody(pile)
    pile.free = room[0] if room.size else -1
    return carers, pile

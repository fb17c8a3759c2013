"""The reference workload "care careers" in our own language: five processes, compiled as any.

Children are at home, in care, or missing from care and still placed. Carers have room for two;
a child who finds no place is out of the authority.

One rule set serves two clocks (parameter `weekly`). On the weekly clock a child to whom something
happened is at risk again from the start of the next week, and time in care and in placement counts
whole weeks: the law that step-by-step engines simulate. In continuous time everything follows at
once, as in the model itself.
"""

import math
from typing import Any

from reference.figures import (
    AT_HOME,
    BANDS,
    CAPACITY,
    CELLS,
    EXIT_BAND,
    IN_CARE,
    MISSING,
    MISSING_AGE,
    MISSING_END,
    MISSING_TYPE,
    MOVE_BAND,
    MOVE_CAP,
    MOVE_PER_MOVE,
    MOVE_TYPE,
    TYPE_SHARE,
    WEEK,
    WEEKS,
)

from agents.parameter import Parameter
from simulation.compile import RuleSet
from simulation.draws import stream, uniform
from simulation.process import HAPPENED, Process
from simulation.rule import part, rule

_SLACK = 1e-9
_FIRST, _SECOND = BANDS[0] * WEEK, BANDS[1] * WEEK
_TYPE = stream("reference/type")
PARAMETERS = (Parameter("weekly", "switch", 0, 1, "1: the weekly clock; 0: continuous time."),)


@rule
def band(now: Any, start: Any) -> Any:
    """Return the band of the time since `start`: 0, 1 or 2."""
    length = now - start + _SLACK
    return 0 if length < _FIRST else (1 if length < _SECOND else 2)


@rule
def wake(now: Any, row: Any, start: Any) -> Any:
    """Return when a hazard next changes by itself: at risk again, or the next band."""
    if now < row.ready:
        return row.ready
    length = now - start + _SLACK
    return (
        start + _FIRST if length < _FIRST else (start + _SECOND if length < _SECOND else math.inf)
    )


@rule
def pause(now: Any, row: Any, p: Any) -> Any:
    """Note when the child is at risk again and return when spells that start now began."""
    if p.weekly == 0.0:
        row.ready = now
        return now
    week = math.floor(now * WEEKS + _SLACK)
    row.ready = (week + 1) * WEEK
    return week * WEEK


@part
def find_place(row: Any, world: Any, draw: Any, start: Any) -> None:
    """Draw the type of a placement and take a place with the carer on top of the pile, if any."""
    u = uniform(draw, _TYPE)
    kind = 0
    for share in TYPE_SHARE[:-1]:
        u -= share
        if u >= 0.0:
            kind += 1
    row.type = kind
    row.placed = start
    pile = world.families[0]
    row.carer = pile.free
    if row.carer >= 0:
        carer = world.carers[row.carer]
        carer.filled += 1
        if carer.filled == CAPACITY:
            pile.free = carer.next_free


@rule
def give_back(row: Any, world: Any) -> None:
    """Give up the place, if there is one; a carer who was full goes on top of the pile."""
    if row.carer >= 0:
        carer = world.carers[row.carer]
        if carer.filled == CAPACITY:
            carer.next_free = world.families[0].free
            world.families[0].free = row.carer
        carer.filled -= 1


class Entry(Process):
    """A child comes into care."""

    name = "entry"
    words = "coming into care"
    statuses = (AT_HOME,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return entries a year: by need."""
        return 0.0 if now < row.ready else row.entry_rate

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return when the child is at risk again."""
        return row.ready if now < row.ready else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Come into care and be placed."""
        row.status = IN_CARE
        row.moves = 0
        row.entered = pause(now, row, p)
        find_place(row, world, draw, row.entered)
        return HAPPENED


class Move(Process):
    """A child moves to another placement."""

    name = "move"
    words = "moving"
    statuses = (IN_CARE,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return moves a year: by type and time in placement and by moves so far."""
        if now < row.ready:
            return 0.0
        moved = 1.0 + MOVE_PER_MOVE * min(row.moves, MOVE_CAP)
        return WEEKS * MOVE_TYPE[row.type] * MOVE_BAND[band(now, row.placed)] * moved

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return when the time in placement passes into its next band."""
        return wake(now, row, row.placed)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Give up one place and find another."""
        give_back(row, world)
        row.moves += 1
        find_place(row, world, draw, pause(now, row, p))
        return HAPPENED


class MissingStart(Process):
    """A child goes missing and keeps the placement."""

    name = "missing_start"
    words = "going missing"
    statuses = (IN_CARE,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return episodes a year: by age and type of placement."""
        if now < row.ready:
            return 0.0
        age = 0 if now + _SLACK < row.turns_10 else (1 if now + _SLACK < row.turns_14 else 2)
        return WEEKS * MISSING_AGE[age] * MISSING_TYPE[row.type]

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the next of the two birthdays that count."""
        if now + _SLACK < row.turns_10:
            return row.turns_10
        return row.turns_14 if now + _SLACK < row.turns_14 else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Go missing."""
        row.status = MISSING
        pause(now, row, p)
        return HAPPENED


class MissingEnd(Process):
    """A missing child comes back."""

    name = "missing_end"
    words = "coming back"
    statuses = (MISSING,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the constant rate of coming back."""
        return 0.0 if now < row.ready else MISSING_END * WEEKS

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return when the child is at risk again."""
        return row.ready if now < row.ready else math.inf

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Come back to the placement."""
        row.status = IN_CARE
        pause(now, row, p)
        return HAPPENED


class Exit(Process):
    """A child leaves care."""

    name = "exit"
    words = "leaving care"
    statuses = (IN_CARE,)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return exits a year: by time in care."""
        return 0.0 if now < row.ready else WEEKS * EXIT_BAND[band(now, row.entered)]

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return when the time in care passes into its next band."""
        return wake(now, row, row.entered)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Go home and give up the place."""
        give_back(row, world)
        row.status = AT_HOME
        pause(now, row, p)
        return HAPPENED


def occupied(now: Any, row: Any, world: Any) -> Any:
    """Return the state, and whether a placed child is out of the authority, as bits."""
    bits = 1 << row.status
    if row.status != AT_HOME and row.carer < 0:
        bits |= 8
    return bits


RULES = RuleSet((Entry, Move, MissingStart, MissingEnd, Exit), (), CELLS, occupied)

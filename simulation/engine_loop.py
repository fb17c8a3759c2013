"""The engine: run every row's next event in true order until a moment in time.

`simulation.compile` copies this source below the dispatchers it writes for a set of processes
(`plan_row`, `fire_row`, `occupied_row`), so that everything compiles into one cached function.

A row's clocks keep, for each process with a hazard, that hazard and the moment at which the
threshold is used up (or, while the hazard is 0, what is left of it). A clock whose hazard did not
change is not touched, so looking at a row can never alter what happens to it. Clocks of processes
that share statuses lie side by side, behind the status the row was last planned in: most of the
time of a run is waiting for memory, so what is read together is kept together.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.lengths import BINS_PER_YEAR
from simulation.agenda import (
    HAPPENED,
    HEAP,
    LOGGED,
    ORDERED,
    STARTED,
    TAKEN,
    is_over,
    push,
    schedule,
    take,
)
from simulation.draws import Address, exponential
from simulation.kinds import CARERS, ENROLMENTS, FAMILIES, SERVICES
from simulation.rule import fetch_ahead, joint, part, rule
from simulation.services.enrolling import touch_chain, touch_member

if TYPE_CHECKING:
    from simulation.compile import fetch_row, fire_row, occupied_row, plan_row

#: Stands for an exact 0 of a threshold that is left, which would read as none drawn.
SMALLEST = 5e-324
#: Whether the first plan of all rows has yet to be made, is being made, or has been.
NOT_BEGUN, BEGINNING, BEGUN = 0, 1, 2
#: How many turns before its own the memory of a row is asked for.
AHEAD = 3


@rule
def retime(clocks: Any, at: Any, hazard: Any, now: Any, uid: Any, key: Any, stream: Any) -> Any:
    """Return when the clock at `at` fires under `hazard`, moving it if the hazard changed."""
    if hazard == clocks[at]:
        return clocks[at + 1] if hazard > 0.0 else math.inf
    return reset(clocks, at, hazard, now, uid, key[0], key[1], stream)


@part
def reset(
    clocks: Any, at: Any, hazard: Any, now: Any, uid: Any, key0: Any, key1: Any, stream: Any
) -> Any:
    """Give a clock another hazard and return when it fires now."""
    left = clocks[at + 1]
    if clocks[at] > 0.0:
        left = remaining(clocks, at, now)
    elif left == 0.0:
        left = exponential(Address(key0, key1, np.uint64(uid), np.uint64(0)), stream)
    clocks[at] = hazard
    if hazard > 0.0:
        clocks[at + 1] = now + left / hazard
        return clocks[at + 1]
    clocks[at + 1] = left
    return math.inf


@rule
def remaining(clocks: Any, at: Any, now: Any) -> Any:
    """Return what is left of a running clock's threshold; 0 means that none was drawn yet."""
    left = (clocks[at + 1] - now) * clocks[at]
    return left if left != 0.0 else SMALLEST


@part
def freeze(clocks: Any, at: Any, end: Any, now: Any) -> None:
    """Stop the clocks of processes the row is not at risk of, keeping what is left of them."""
    while at < end:
        if clocks[at] > 0.0:
            clocks[at + 1] = remaining(clocks, at, now)
            clocks[at] = 0.0
        at += 2


@joint
def replan(r: Any, now: Any, end: Any, world: Any, state: Any) -> None:
    """Look at a row again after it, or something it depends on, has changed."""
    when, which = plan_row(r, now, world, state)
    if when != state.due[r] and when < end:
        push(state, when, r)
    state.due[r] = when
    state.which[r] = which


@rule
def account(state: Any, now: Any, before: Any, after: Any) -> None:
    """Note which cells a row left and entered, for stocks and for exact time spent."""
    changed = before ^ after
    if changed == 0:
        return
    week = int(now * BINS_PER_YEAR)
    rest = (week + 1) - now * BINS_PER_YEAR
    cell = 0
    while changed != 0:
        if changed & 1:
            sign = 1 if (after >> cell) & 1 else -1
            state.stock_change[week, cell] += sign
            state.area_change[week, cell] += sign * rest
        changed >>= 1
        cell += 1


@rule
def record(state: Any, now: Any, r: Any, what: Any, before: Any, after: Any) -> None:
    """Count an outcome in its week and, if a log is kept, write the event down with its cells."""
    state.counters[HAPPENED] += 1
    state.events[int(now * BINS_PER_YEAR), what] += 1
    size = state.counters[LOGGED]
    if size < state.log_times.size:
        state.log_times[size], state.log_rows[size] = now, r
        state.log_outcomes[size] = what
        state.log_before[size], state.log_after[size] = before, after
        state.counters[LOGGED] = size + 1


@joint
def happen(r: Any, now: Any, world: Any, state: Any) -> Any:
    """Let one row's event happen and write it down; return whether there was one: time may only have passed."""
    # No longer on the heap: something else may be due for this row at the very same moment.
    state.due[r] = math.inf
    happens = state.which[r] >= 0
    if happens:
        if r >= state.starts[ENROLMENTS]:
            touch_member(world, world.enrolments[r - state.starts[ENROLMENTS]])
        before = occupied_row(r, now, world, state)
        what = fire_row(state.which[r], r, now, world, state)
        after = occupied_row(r, now, world, state)
        account(state, now, before, after)
        record(state, now, r, what, before, after)
    return happens


@part
def touch_enrolments(world: Any, state: Any, r: Any, itself: Any, happened: Any) -> None:
    """Look again at the enrolments of a member who has been looked at again.

    Not where time has only passed for the member `itself`, and nothing `happened`. Young people's gates
    are shut and opened by what happens to themselves alone. At the beginning every row is looked at anyway.
    """
    if state.counters[STARTED] == BEGINNING or (itself and not happened):
        return
    if r < state.starts[FAMILIES] and not itself:
        return
    if r < state.starts[FAMILIES]:
        touch_chain(world, world.young_people[r].first_enrolment)
    elif r < state.starts[CARERS]:
        touch_chain(world, world.families[r - state.starts[FAMILIES]].first_enrolment)
    elif r < state.starts[SERVICES]:
        touch_chain(world, world.carers[r - state.starts[CARERS]].first_enrolment)


@rule
def begin(world: Any, state: Any) -> None:
    """Count who is where at time 0 and have every row's first event planned."""
    for r in range(state.due.size):
        world.queue[r] = r
        # An enrolment is its member once more.
        cells = occupied_row(r, 0.0, world, state) if r < state.starts[FAMILIES] else 0
        cell = 0
        while cells != 0:
            if cells & 1:
                state.first_stock[cell] += 1
            cells >>= 1
            cell += 1
    world.shared[0].touched = state.due.size
    # Every row is looked at: none has to be for another's sake.
    state.counters[STARTED] = BEGINNING


@rule
def is_full(world: Any, state: Any) -> Any:
    """Return whether the next event might find no room in the log or on the heap.

    Or whether the last one had more rows looked at again than the queue holds.
    """
    if world.shared[0].dropped > 0:
        return True
    if 0 < state.log_times.size == state.counters[LOGGED]:
        return True
    return state.counters[HEAP] + world.queue.size + 2 > state.heap.size


@joint
def fetch(r: Any, world: Any, state: Any) -> None:
    """Ask for everything that is known of a row."""
    fetch_ahead(state.due, r, 0)
    fetch_ahead(state.which, r, 0)
    fetch_row(r, world, state)


@joint
def advance(world: Any, state: Any, start: Any, end: Any) -> Any:
    """Run to `end` (years); return False if there was no more room for the log or the heap.

    Calling again after making room goes on exactly where it stopped: the rows' due times are all
    the engine remembers, the agenda is only this call's order of work.
    """
    schedule(state, start, end)
    if state.counters[STARTED] == NOT_BEGUN:
        begin(world, state)
    shared = world.shared[0]
    now, r, happened = 0.0, -1, False
    while True:
        # The one place that plans: rules are compiled into it once.
        q = -1 if r >= 0 else 0
        while q < shared.touched:
            i = r if q < 0 else world.queue[q]
            replan(i, now, end, world, state)
            touch_enrolments(world, state, i, q < 0, happened)
            q += 1
        shared.touched = 0
        state.counters[STARTED] = BEGUN
        if is_over(state):
            return True
        if is_full(world, state):
            return False
        now, r = take(state)
        ahead = state.counters[TAKEN] + AHEAD
        if ahead < state.counters[ORDERED]:
            # Memory is slow: a row's is asked for while events before its own happen.
            fetch(state.order[ahead].row, world, state)
        if now == state.due[r]:
            happened = happen(r, now, world, state)
        else:
            r = -1


@rule
def run(world: Any, state: Any, start: Any, end: Any, step: Any) -> Any:
    """Run from `start` to `end` in steps (all in years); return the time that was reached.

    It is short of `end` only if something is full: `simulation.simulate.run_to` makes room.
    """
    now, steps = start, int(start / step)
    while now < end:
        steps += 1
        target = min(steps * step, end)
        # Steps begin at multiples of their length: what many rows wait for, such as the beginning
        # of a week, is then known when a step begins, and in order of rows.
        if target > now:
            if not advance(world, state, now, target):
                return now
            now = target
    return end

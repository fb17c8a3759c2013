"""The engine: run every row's next event in true order until a moment in time.

`simulation.compile` copies this source below the dispatchers it writes for a set of processes
(`plan_row`, `fire_row`, `occupied_row`), so that everything compiles into one cached function.

A row's clocks keep, for each process, the hazard, the moment at which the threshold is used up
(or, while the hazard is 0, what is left of it) and how many thresholds were drawn. A clock whose
hazard did not change is not touched, so looking at a row can never alter what happens to it.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.draws import Address, exponential
from simulation.rule import part, rule

if TYPE_CHECKING:
    from simulation.compile import fire_row, occupied_row, plan_row

# counters: heap size, log size, events so far, whether the first plan has been made
HEAP, LOGGED, HAPPENED, STARTED = 0, 1, 2, 3


#: Bins of a year for counts; 52 so that years are whole numbers of bins.
WEEKS = 52


@part
def retime(clock: Any, j: Any, hazard: Any, now: Any, row: Any, key: Any, stream: Any) -> Any:
    """Return when process `j` of this row fires under `hazard`, moving its clock if it changed."""
    k = clock.size // 3
    old = clock[j]
    if hazard == old:
        return clock[k + j] if old > 0.0 else math.inf
    left = clock[k + j]
    if clock[2 * k + j] == 0.0:
        left = exponential(Address(key[0], key[1], np.uint64(row.uid), np.uint64(0)), stream)
        clock[2 * k + j] = 1.0
    elif old > 0.0:
        left = (left - now) * old
    clock[j] = hazard
    if hazard > 0.0:
        clock[k + j] = now + left / hazard
        return clock[k + j]
    clock[k + j] = left
    return math.inf


@rule
def freeze(clock: Any, j: Any, now: Any) -> None:
    """Stop the clock of a process the row is not at risk of, keeping what is left of it."""
    if clock[j] > 0.0:
        k = clock.size // 3
        clock[k + j] = (clock[k + j] - now) * clock[j]
        clock[j] = 0.0


@rule
def redraw(clock: Any, j: Any, row: Any, key: Any, stream: Any) -> None:
    """Give a process that has just happened its next threshold."""
    k = clock.size // 3
    drawn = clock[2 * k + j]
    clock[k + j] = exponential(
        Address(key[0], key[1], np.uint64(row.uid), np.uint64(drawn)), stream
    )
    clock[2 * k + j] = drawn + 1.0
    clock[j] = 0.0


@rule
def push(state: Any, when: Any, r: Any) -> None:
    """Put row `r` on the heap of what is due in this step; ties go to the lower row."""
    times, rows = state.heap_times, state.heap_rows
    i = state.counters[HEAP]
    state.counters[HEAP] = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if times[parent] < when or (times[parent] == when and rows[parent] <= r):
            break
        times[i], rows[i] = times[parent], rows[parent]
        i = parent
    times[i], rows[i] = when, r


@rule
def pop(state: Any) -> Any:
    """Take the earliest (time, row) off the heap."""
    times, rows = state.heap_times, state.heap_rows
    when, r = times[0], rows[0]
    n = state.counters[HEAP] - 1
    state.counters[HEAP] = n
    last, last_row = times[n], rows[n]
    i = 0
    while 2 * i + 1 < n:
        child = 2 * i + 1
        other = child + 1
        if other < n and (
            times[other] < times[child]
            or (times[other] == times[child] and rows[other] < rows[child])
        ):
            child = other
        if last < times[child] or (last == times[child] and last_row <= rows[child]):
            break
        times[i], rows[i] = times[child], rows[child]
        i = child
    times[i], rows[i] = last, last_row
    return when, r


@part
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
    week = int(now * WEEKS)
    rest = (week + 1) - now * WEEKS
    cell = 0
    while changed != 0:
        if changed & 1:
            sign = 1 if (after >> cell) & 1 else -1
            state.stock_change[week, cell] += sign
            state.area_change[week, cell] += sign * rest
        changed >>= 1
        cell += 1


@rule
def record(state: Any, now: Any, r: Any, what: Any) -> None:
    """Count an outcome in its week and, if a log is kept, write the event down."""
    state.counters[HAPPENED] += 1
    state.events[int(now * WEEKS), what] += 1
    size = state.counters[LOGGED]
    if size < state.log_times.size:
        state.log_times[size], state.log_rows[size] = now, r
        state.log_outcomes[size] = what
        state.counters[LOGGED] = size + 1


@rule
def step_row(r: Any, now: Any, end: Any, world: Any, state: Any) -> None:
    """Let one row's event happen, then look again at all it touched."""
    # No longer on the heap: something else may be due for this row at the very same moment.
    state.due[r] = math.inf
    if state.which[r] >= 0:
        before = occupied_row(r, now, world, state)
        what = fire_row(state.which[r], r, now, world, state)
        account(state, now, before, occupied_row(r, now, world, state))
        record(state, now, r, what)
    replan(r, now, end, world, state)
    shared = world.shared[0]
    for q in range(shared.touched):
        replan(world.queue[q], now, end, world, state)
    shared.touched = 0


@part
def advance(world: Any, state: Any, end: Any) -> Any:
    """Run to `end` (years); return False if there was no more room for the log or the heap.

    Calling again after making room goes on exactly where it stopped: the rows' due times are all
    the engine remembers, the heap is only this call's order of work.
    """
    state.counters[HEAP] = 0
    for r in range(state.due.size):
        if state.due[r] < end:
            push(state, state.due[r], r)
    capacity = state.log_times.size
    while state.counters[HEAP] > 0:
        if capacity > 0 and state.counters[LOGGED] == capacity:
            return False
        if state.counters[HEAP] + world.queue.size + 2 > state.heap_times.size:
            return False
        when, r = pop(state)
        if when == state.due[r]:
            step_row(r, when, end, world, state)
    return True


@part
def begin(world: Any, state: Any) -> None:
    """Plan every row's first event at time 0 and count who is where."""
    world.shared[0].touched = 0
    for r in range(state.due.size):
        replan(r, 0.0, -1.0, world, state)
        cells = occupied_row(r, 0.0, world, state)
        cell = 0
        while cells != 0:
            if cells & 1:
                state.first_stock[cell] += 1
            cells >>= 1
            cell += 1
    state.counters[STARTED] = 1


@rule
def run(world: Any, state: Any, start: Any, end: Any, step: Any) -> Any:
    """Run from `start` to `end` in steps (all in years); return the time that was reached.

    It is short of `end` only if the event log filled up: make room and call again from there.
    """
    if state.counters[STARTED] == 0:
        begin(world, state)
    now = start
    while now < end:
        target = min(now + step, end)
        if not advance(world, state, target):
            return now
        now = target
    return end

"""What is due in one step of the engine, in true order: earliest first, then the lower row.

What is known when a step begins is sorted once, in time proportional to its number: rows are dealt
into slots of time, and the few still out of order within a slot are moved. What turns up during
the step waits on a heap, which stays small because most of that is due later.
"""

from typing import Any

import numpy as np

from simulation.rule import rule

# counters: heap size, log size, events so far, whether the first plan has been made, how many
# rows are in order and how many of those have had their turn
HEAP, LOGGED, HAPPENED, STARTED, ORDERED, TAKEN = range(6)
#: Slots of time for each row that is due: so many that few share one.
SLOTS_EACH = 2
ENTRY = np.dtype([("time", "f8"), ("row", "i8")])


@rule
def sooner(time: Any, row: Any, than: Any) -> Any:
    """Return whether (time, row) comes before an entry; ties go to the lower row."""
    return time < than.time or (time == than.time and row < than.row)


@rule
def push(state: Any, when: Any, r: Any) -> None:
    """Put row `r` on the heap of what turned up during the step."""
    heap = state.heap
    i = state.counters[HEAP]
    state.counters[HEAP] = i + 1
    while i > 0:
        parent = (i - 1) >> 1
        if not sooner(when, r, heap[parent]):
            break
        heap[i].time, heap[i].row = heap[parent].time, heap[parent].row
        i = parent
    heap[i].time, heap[i].row = when, r


@rule
def pop(state: Any) -> Any:
    """Take the earliest (time, row) off the heap."""
    heap = state.heap
    when, r = heap[0].time, heap[0].row
    n = state.counters[HEAP] - 1
    state.counters[HEAP] = n
    last, last_row = heap[n].time, heap[n].row
    i = 0
    while 2 * i + 1 < n:
        child = 2 * i + 1
        if child + 1 < n and sooner(heap[child + 1].time, heap[child + 1].row, heap[child]):
            child += 1
        if not sooner(heap[child].time, heap[child].row, heap[n]):
            break
        heap[i].time, heap[i].row = heap[child].time, heap[child].row
        i = child
    heap[i].time, heap[i].row = last, last_row
    return when, r


@rule
def find(state: Any, end: Any) -> Any:
    """Write down the rows due before `end`, lowest first, where the heap will be; count them."""
    found, n = state.heap, 0
    for r in range(state.due.size):
        if state.due[r] < end:
            found[n].time, found[n].row = state.due[r], r
            n += 1
    return n


@rule
def slot_of(time: Any, start: Any, scale: Any, last: Any) -> Any:
    """Return which slot of the step a moment falls into."""
    return min(max(int((time - start) * scale), 0), last)


@rule
def deal(state: Any, n: Any, start: Any, end: Any) -> None:
    """Put what was found in order of slots, and by row within them."""
    found, order, slots = state.heap, state.order, state.slots
    size = SLOTS_EACH * n
    scale = size / (end - start)
    for s in range(size + 1):
        slots[s] = 0
    for i in range(n):
        slots[slot_of(found[i].time, start, scale, size - 1) + 1] += 1
    for s in range(size):
        slots[s + 1] += slots[s]
    for i in range(n):
        s = slot_of(found[i].time, start, scale, size - 1)
        order[slots[s]].time, order[slots[s]].row = found[i].time, found[i].row
        slots[s] += 1


@rule
def settle(state: Any, n: Any) -> None:
    """Move what is still out of order, a few places at most."""
    order = state.order
    for i in range(1, n):
        when, r = order[i].time, order[i].row
        j = i
        while j > 0 and sooner(when, r, order[j - 1]):
            order[j].time, order[j].row = order[j - 1].time, order[j - 1].row
            j -= 1
        if j < i:
            order[j].time, order[j].row = when, r


@rule
def schedule(state: Any, start: Any, end: Any) -> None:
    """Put in order what is due in the step from `start` to `end`."""
    n = find(state, end)
    deal(state, n, start, end)
    settle(state, n)
    state.counters[ORDERED] = n
    state.counters[TAKEN] = 0
    state.counters[HEAP] = 0


@rule
def is_over(state: Any) -> Any:
    """Return whether nothing is due any more in this step."""
    return state.counters[HEAP] == 0 and state.counters[TAKEN] == state.counters[ORDERED]


@rule
def take(state: Any) -> Any:
    """Take the next (time, row) that is due."""
    taken = state.counters[TAKEN]
    if state.counters[HEAP] > 0:
        first = state.heap[0]
        if taken == state.counters[ORDERED] or sooner(first.time, first.row, state.order[taken]):
            return pop(state)
    state.counters[TAKEN] = taken + 1
    return state.order[taken].time, state.order[taken].row

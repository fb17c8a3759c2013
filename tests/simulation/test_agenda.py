"""The agenda of a step hands out what is due in true order, whatever turns up meanwhile."""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numba import njit

from simulation.agenda import ENTRY, SLOTS_EACH, is_over, push, schedule, take

END = 1.0
#: Few different moments, so that many rows share one, and any others, also beyond the step.
MOMENTS = st.sampled_from([0.0, 0.25, 0.5, 0.75]) | st.floats(0.0, 1.5)
ROWS = 40


class Due(NamedTuple):
    """Hold what the agenda reads and writes, as the engine's state does."""

    due: Any
    heap: Any
    order: Any
    slots: Any
    counters: Any


def due_at(times: list[float]) -> Due:
    """Return an agenda of rows due at these times."""
    rows = len(times)
    return Due(
        np.array(times, float),
        np.zeros(rows + ROWS, ENTRY).view(np.recarray),
        np.zeros(rows, ENTRY).view(np.recarray),
        np.zeros(SLOTS_EACH * rows + 1, np.int64),
        np.zeros(6, np.int64),
    )


@njit
def taken(agenda, extra, out):  # type: ignore[no-untyped-def]
    """Take everything there is; after the n-th, row 1000 + n turns up `extra[n]` later."""
    schedule(agenda, 0.0, 1.0)
    n = 0
    while not is_over(agenda):
        out[n].time, out[n].row = take(agenda)
        if n < extra.size and out[n].time + extra[n] < 1.0:
            push(agenda, out[n].time + extra[n], 1000 + n)
        n += 1
    return n


def expected(times: list[float], extra: list[float]) -> list[tuple[float, int]]:
    """Return the same by looking for the smallest each time."""
    waiting = [(time, row) for row, time in enumerate(times) if time < END]
    found: list[tuple[float, int]] = []
    while waiting:
        found.append(min(waiting))
        waiting.remove(found[-1])
        n, now = len(found) - 1, found[-1][0]
        if n < len(extra) and now + extra[n] < END:
            waiting.append((now + extra[n], 1000 + n))
    return found


@settings(max_examples=settings().max_examples * 3, deadline=None)
@given(
    st.lists(MOMENTS, max_size=ROWS),
    st.lists(st.sampled_from([0.0, 0.25]) | st.floats(0.0, 0.5), max_size=ROWS),
)
def test_everything_due_comes_in_true_order(times: list[float], extra: list[float]) -> None:
    """Rows come by time and then by number, nobody twice and nobody left out.

    Also with rows that turn up during the step, at the very moment of another, or in crowds.
    """
    out = np.zeros(2 * ROWS + 1, ENTRY).view(np.recarray)
    n = taken(due_at(times), np.array(extra, float), out)
    assert [(float(one.time), int(one.row)) for one in out[:n]] == expected(times, extra)


def test_crowded_times_are_in_order_too() -> None:
    """Two thousand rows of which all but one fall into the last thousandth of a step are in order."""
    rng = np.random.default_rng(np.random.SeedSequence(5))
    times = [0.0, *(1.0 - rng.random(2000) / 1000).tolist()]
    out = np.zeros(len(times), ENTRY).view(np.recarray)
    n = taken(due_at(times), np.zeros(0), out)
    assert [(float(one.time), int(one.row)) for one in out[:n]] == sorted(
        (time, row) for row, time in enumerate(times) if time < END
    )

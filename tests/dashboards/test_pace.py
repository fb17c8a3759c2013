"""How long is left: a known pace gives the known time, and the words are as rough as the estimate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.pace import Pace, in_words

TIMES = st.floats(0, 1e6)


def test_nothing_is_estimated_before_a_run_has_finished_here() -> None:
    """Neither nothing at all nor stored runs alone say how fast this computer is."""
    pace = Pace()
    assert pace.left(5.0) is None
    pace.note(40, 100, 5.0)
    assert pace.left(9.0) is None


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 100), st.floats(0.01, 60), TIMES)
def test_a_steady_pace_gives_the_time_it_takes(
    stored: int, run: int, left: int, each: float, began: float
) -> None:
    """With n seconds a run, so many runs are left n seconds each, whatever was stored before."""
    pace = Pace()
    pace.note(stored, stored + run + left, began)
    pace.note(stored + run, stored + run + left, began + run * each)
    assert pace.left(began + run * each) == pytest.approx(left * each, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize(("done", "total"), [(0, 20), (0, 40), (12, 40)])
def test_what_begins_after_something_else_has_a_pace_of_its_own(done: int, total: int) -> None:
    """A second stage is not timed by the first, whether it counts fewer finished or another number in all."""
    pace = Pace()
    pace.note(0, 20, 0.0)
    pace.note(10, 20, 100.0)
    pace.note(done, total, 101.0)
    assert pace.left(101.0) is None
    pace.note(done + 2, total, 103.0)
    assert pace.left(103.0) == pytest.approx(total - done - 2)


@given(TIMES)
def test_what_is_left_only_falls_between_two_runs_and_never_below_zero(waited: float) -> None:
    """Ten seconds' work is ten less the time waited since the last run, and then nothing."""
    pace = Pace()
    pace.note(0, 20, 0.0)
    pace.note(10, 20, 10.0)
    assert pace.left(10.0 + waited) == pytest.approx(max(0.0, 10.0 - waited))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0, "a moment left"),
        (2.4, "a moment left"),
        (7.2, "about 8 seconds left"),
        (10.0, "about 10 seconds left"),
        (10.1, "about 15 seconds left"),
        (54.9, "about 55 seconds left"),
        (55.1, "about a minute left"),
        (89.9, "about a minute left"),
        (90.0, "about 2 minutes left"),
        (1000.0, "about 17 minutes left"),
    ],
)
def test_the_time_left_is_said_as_roughly_as_it_is_known(seconds: float, words: str) -> None:
    """Seconds one by one, then by fives, then minutes."""
    assert in_words(seconds) == words

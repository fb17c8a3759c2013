"""Who comes into care and leaves it on their own account: known answers and what is kept."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.lengths import AGE_BAND_COUNT
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.local.coming import on_their_own, own_level, without_returns
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.england.coming import exits_and_years, of_coming, together
from calibration.fitting.patterns.record import Record, record_run
from calibration.fitting.patterns.spells import periods
from simulation.outcomes.logged import Events

YEARS = 2
numbers = st.lists(
    st.floats(0.0, 300.0, allow_subnormal=False), min_size=AGE_BAND_COUNT, max_size=AGE_BAND_COUNT
)
few = st.lists(
    st.floats(0.0, 1.0), min_size=AGE_BAND_COUNT * AGE_BAND_COUNT, max_size=AGE_BAND_COUNT**2
)


@pytest.fixture(scope="module")
def record() -> Record:
    """Return a run of a council of middling size."""
    council = profile("Bolton", 2023)
    return record_run(council, parameters_for(council), 5, 0, YEARS)


def test_without_brothers_and_sisters_all_come_on_their_own() -> None:
    """Nobody along: starts on children's own account are all starts."""
    starts = np.array([50.0, 40.0, 30.0, 20.0, 10.0])
    assert on_their_own(starts, np.zeros((5, 5))) == pytest.approx(starts)


def test_babies_bring_their_brothers_and_sisters() -> None:
    """With half a child of 1 to 4 along with each baby, 100 of each are 100 babies and 50 others."""
    along = np.zeros((5, 5))
    along[0, 1] = 0.5
    own = on_their_own(np.array([100.0, 100.0, 0.0, 0.0, 0.0]), along)
    assert own == pytest.approx([100.0, 50.0, 0.0, 0.0, 0.0], abs=0.1)


@given(numbers, few)
def test_own_and_along_are_all_there_are(starts: list[float], along: list[float]) -> None:
    """However many come along, those on their own account and they are the total; none is below 0."""
    events, table = np.array(starts), np.array(along).reshape(5, 5)
    own = on_their_own(events, table)
    assert (own >= 0).all()
    assert float((own + table.T @ own).sum()) == pytest.approx(float(events.sum()), abs=1e-6)
    assert (own <= events.sum() + 1e-6).all()


def test_a_council_like_the_usual_one_has_its_level() -> None:
    """Twice as many of every age are twice the level, whoever comes along."""
    along = np.full((5, 5), 0.1)
    usual = np.array([50.0, 40.0, 45.0, 80.0, 50.0])
    assert own_level(2.0 * usual, usual, along) == pytest.approx(np.full(5, 2.0))


def test_more_babies_alone_explain_more_brothers_and_sisters() -> None:
    """Where babies are up, and others only by those who come along with them, the others' level stays."""
    along = np.zeros((5, 5))
    along[0, 1] = 0.5
    usual = np.array([100.0, 100.0, 10.0, 10.0, 10.0])
    more = usual + np.array([20.0, 10.0, 0.0, 0.0, 0.0])
    assert own_level(more, usual, along) == pytest.approx([1.2, 1.0, 1.0, 1.0, 1.0])


@given(numbers, numbers, few)
def test_a_level_keeps_the_total_and_its_limits(
    events: list[float], usual: list[float], along: list[float]
) -> None:
    """All who come at these levels are as many as are to come; no level runs away from its age's own."""
    wanted, there = np.array(events) + 1.0, np.array(usual) + 1.0
    table = np.array(along).reshape(5, 5)
    level = own_level(wanted, there, table)
    own = level * on_their_own(there, table)
    assert float((own + table.T @ own).sum()) == pytest.approx(float(wanted.sum()))
    plain = level / (wanted / there)
    assert plain.max() / plain.min() <= 4.0 + 1e-9


def test_who_comes_back_follows_who_left() -> None:
    """A council with twice England's exits has twice its returns; what is left is never below 0."""
    england = np.full(5, 100.0)
    values = {"entry_back": np.array([0.0, 0.1, 0.2, 0.3, 0.4])}
    assert without_returns(england, england, 1.0, values) == pytest.approx([100, 90, 80, 70, 60])
    assert without_returns(england, england, 2.0, values) == pytest.approx([100, 80, 60, 40, 20])
    assert (without_returns(england, england, 9.0, values) > 0).all()


def events(rows: list[int], times: list[float]) -> Any:
    """Return events of some rows at some times."""
    zeros = np.zeros(len(rows), np.int64)
    return Events(np.array(times), np.array(rows), zeros, zeros, zeros)


def test_who_came_at_the_same_moment_came_together() -> None:
    """Of a family of a baby, a child of 3 and one of 7, two come together and the third later alone."""
    born = np.array([0.0, -3.0, -7.0, -12.0])
    family = np.array([1, 1, 1, 2])
    run: Any = SimpleNamespace(
        people={"family": family}, age=lambda rows, times: times - born[rows]
    )
    alone, along = together(run, events([0, 1, 2, 3], [0.5, 0.5, 0.9, 0.5]))
    assert alone.tolist() == [1.0, 0.0, 1.0, 1.0, 0.0]
    assert along.sum() == 1.0
    assert along[0, 1] == 1.0


def test_every_start_is_alone_along_or_back(record: Record) -> None:
    """Starts of children with families are those on their own account, those along, and returns."""
    found = of_coming(record)
    began, alone, back = found["began"].sum(axis=1)
    assert began == alone + found["along"].sum() + back
    assert min(alone, back, found["along"].sum()) > 0


def test_exits_and_years_by_time_in_care_are_all_of_them(record: Record) -> None:
    """Years by age and time add up to every year spent in care, exits to every exit before 18."""
    exits, years = exits_and_years(record)
    ended = periods(record)
    family = record.people["uasc"][ended.rows] == 0
    ended = ended.where(family)
    still = record.cared(record.years - 1)
    still = still[record.people["uasc"][still] == 0]
    spent = (ended.ended - np.maximum(ended.began, 0.0)).sum()
    since = record.at(record.years - 1, "entered")[
        record.people["uasc"][record.cared(record.years - 1)] == 0
    ]
    spent += (record.years - np.maximum(since, 0.0)).sum()
    assert years.sum() == pytest.approx(spent, rel=0.01)
    before_18 = ended.by("going_home", "kinship_order", "leaving_otherwise", "adoption")
    assert exits.sum() == before_18.sum()
    # They leave soonest who have come lately: what a single rate for all times gets wrong.
    early, late = exits[:, :2].sum() / years[:, :2].sum(), exits[:, 2:].sum() / years[:, 2:].sum()
    assert early > 2.0 * late

"""Twenty possible futures: real ones, each standing for equally many, and by when a scenario pays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.futures import MOST, break_even, futures_of, paid_back, spread
from scenarios.gather import Gathered
from scenarios.usual import MONEY
from simulation.outcomes.measures import BY_NAME, MEASURES

COSTS = st.lists(
    st.lists(st.integers(-9, 9).map(float), min_size=3, max_size=3), min_size=1, max_size=6
)


def gathered(differences: list[list[float]]) -> Gathered:
    """Runs whose council's cost differs so by year, with nothing else different."""
    runs, years = np.shape(differences)
    values = np.full((2, runs, len(MEASURES), years), 1e6)
    values[1, :, BY_NAME[MONEY], :] += np.asarray(differences)
    return Gathered(
        values, np.zeros((2, 0, 0, 0), np.float32), np.zeros((2, runs)), np.arange(runs)
    )


@given(st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=200))
def test_every_dot_is_a_run_and_each_stands_for_equally_many(x: list[float]) -> None:
    """Up to twenty runs stand there themselves; of more, the dots below any value are their share to half a dot."""
    dots = spread(np.array(x))
    assert set(dots) <= set(x)
    assert list(dots) == sorted(dots)
    if len(x) <= MOST:
        assert list(dots) == sorted(x)
        return
    assert dots.size == MOST
    for at in set(x):
        assert abs(np.mean(dots < at) - np.mean(np.array(x) < at)) <= 0.5 / MOST + 1e-12


def test_a_scenario_pays_when_what_it_cost_has_come_back_for_good() -> None:
    """Dear first and then cheaper; back once and dear again; never; dear in no year."""
    runs = [[5.0, -3.0, -3.0], [-1.0, 3.0, 1.0], [1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
    assert paid_back(gathered(runs)) == [0.25, 0.25, 0.5]


@given(COSTS)
def test_more_have_been_paid_back_year_by_year(runs: list[list[float]]) -> None:
    """What has paid stays paid, and by the end it is whoever spent no more in all."""
    shares = paid_back(gathered(runs))
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(np.mean([sum(one) <= 0 for one in runs]))


@given(COSTS)
def test_the_year_it_pays_is_a_range(runs: list[list[float]]) -> None:
    """The early end is never later than the late one; a later one than the horizon is none."""
    shares = dict(enumerate(paid_back(gathered(runs)), start=1))
    early, late = break_even(shares, 0.05)
    assert early is not None or late is None
    if early is not None and late is not None:
        assert early <= late
        assert shares[late] >= 0.95


def test_only_what_differs_is_spread() -> None:
    """The difference of each measure is that of its whole horizon, and nothing where nothing differs."""
    found = futures_of(gathered([[1.0, 2.0, 3.0], [0.0, -1.0, 0.0]]))["differences"]
    assert found[MONEY] == [-1.0, 6.0]
    assert {name for name, dots in found.items() if any(dots)} == {MONEY}

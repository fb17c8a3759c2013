"""Durations known by bands, each of a distribution of its own: known answers and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.synthesis.inverse import banded_quantile, banded_quantiles

EDGES = np.array([0.0, 1.0, 3.0, 10.0])
shares = st.lists(st.floats(0.001, 1.0), min_size=3, max_size=3)
numbers = st.lists(st.floats(0.0, 0.999), min_size=1, max_size=20)


def test_a_band_of_half_of_them_ends_at_the_median() -> None:
    """Half in the first band: the median is its end, a quarter lies in its middle."""
    rows = np.array([[0.5, 0.25, 0.25]] * 3)
    found = banded_quantiles(np.array([0.25, 0.5, 0.75]), rows, EDGES)
    assert found == pytest.approx([0.5, 1.0, 3.0])


def test_each_has_a_distribution_of_its_own() -> None:
    """The same number in two distributions gives two times."""
    rows = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    assert banded_quantiles(np.array([0.5, 0.5]), rows, EDGES) == pytest.approx([0.5, 6.5])


def test_nothing_is_longer_than_it_may_be() -> None:
    """A band is cut at the most: those in it are spread below, those in bands before are left alone."""
    rows = np.array([[0.5, 0.5, 0.0]] * 2)
    found = banded_quantiles(np.array([0.25, 0.75]), rows, EDGES, np.array([2.0, 2.0]))
    assert found == pytest.approx([0.5, 1.5])


@given(numbers, shares)
def test_one_distribution_for_all_is_as_told_at_once(u: list[float], own: list[float]) -> None:
    """With the same shares for everybody it is the quantile of that one distribution."""
    many = np.array(u)
    found = banded_quantiles(many, np.tile(own, (many.size, 1)), EDGES)
    assert found == pytest.approx(banded_quantile(many, np.array(own), EDGES), abs=1e-9)


@given(numbers, shares, st.floats(0.1, 12.0))
def test_times_grow_with_their_numbers(u: list[float], own: list[float], most: float) -> None:
    """A greater number is never a shorter time; none is below 0 or above what it may be."""
    many = np.sort(np.array(u))
    rows = np.tile(own, (many.size, 1))
    found = banded_quantiles(many, rows, EDGES, np.full(many.size, most))
    assert (np.diff(found) >= -1e-12).all()
    assert (found >= 0.0).all()
    assert (found <= min(most, EDGES[-1]) + 1e-12).all()

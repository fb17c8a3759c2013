"""How far shares of placements wander: known answers, and what was published."""

import numpy as np
import pytest

from calibration.beliefs.authorities import asof
from calibration.beliefs.volatility import SHARES, published_wandering, wandering
from simulation.errors import DoorwaysError


def test_what_all_councils_share_is_no_wandering() -> None:
    """A change common to all large councils leaves nothing; a change of one leaves its own."""
    shares = np.array([[10.0, 13.0], [20.0, 23.0], [5.0, 8.0]])
    sizes = np.full((3, 2), 500.0)
    assert wandering(shares, sizes) == pytest.approx(0.0)
    shares[0, 1] += 3.0
    # Net of a mean of 4: 2, -1, -1.
    assert wandering(shares, sizes) == pytest.approx(np.sqrt(2.0))


def test_small_councils_and_gaps_are_left_out() -> None:
    """A council below the size, or without one of the two years, tells nothing."""
    shares = np.array([[10.0, 12.0], [20.0, 18.0], [5.0, 90.0], [np.nan, 7.0]])
    sizes = np.array([[500.0, 500.0], [500.0, 500.0], [50.0, 50.0], [500.0, 500.0]])
    assert wandering(shares, sizes) == pytest.approx(2.0)
    assert np.isnan(wandering(shares[2:], sizes[2:]))


def test_a_larger_council_weighs_more_in_what_is_common() -> None:
    """The common change is that of the children, not of the councils."""
    shares, sizes = np.array([[10.0, 14.0], [10.0, 10.0]]), np.array([[900.0] * 2, [300.1] * 2])
    common = 4.0 * 900.0 / 1200.1
    assert wandering(shares, sizes) == pytest.approx(np.std([4.0 - common, -common]))


@pytest.mark.parametrize("choice", SHARES)
def test_published_shares_wander_further_over_more_years(choice: str) -> None:
    """Three years apart shares have moved further than one year apart, by less than three times."""
    one, three = (published_wandering(choice, 2024, lag) for lag in (1, 3))
    assert 0.5 < one < three < 3.0 * one


def test_no_later_year_is_read_while_forecasting() -> None:
    """The guard is up for shares as for counts."""
    with asof.nothing_after(2022):
        assert published_wandering("homes", 2022) > 0.0
        with pytest.raises(DoorwaysError):
            published_wandering("homes", 2023)

"""How prices wander by themselves: a mean of 1, the spreads that were declared, and what is shared."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from agents.codes import Placement
from agents.synthesis.market import make_markets, price_path
from agents.synthesis.years import STILL
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import parameters_for

HOMES = Placement.CHILDRENS_HOME
COUNCIL = profile("Wiltshire")
YEARS, TIMES = 12, 3_000


def paths(**values: Any) -> NDArray[np.float64]:
    """Log prices of homes in many lucks of the years, shape (times, years)."""
    p = parameters_for(COUNCIL) | values
    return np.array(
        [price_path(COUNCIL, p, 1, k, float(YEARS))[:YEARS, HOMES] for k in range(TIMES)]
    )


def test_prices_begin_at_1_and_have_a_mean_of_1() -> None:
    """The first year has the base year's prices; later means are 1 within five standard errors."""
    factors = np.exp(paths())
    assert (factors[:, 0] == 1.0).all()
    error = factors[:, 1:].std(axis=0) / np.sqrt(TIMES)
    assert (np.abs(factors[:, 1:].mean(axis=0) - 1.0) < 5.0 * error).all()


@pytest.mark.slow
def test_a_councils_changes_spread_and_turn_back_as_declared() -> None:
    """Yearly changes of a council alone have the declared spread, and correlate with the next by -(1 - keep) / 2.

    Once the start is forgotten; 3,000 draws of several years give each a standard error of 1%.
    """
    p = parameters_for(COUNCIL)
    none = (0.0,) * len(Placement)
    changes = np.diff(paths(price_national_sd=none), axis=1)[:, 5:]
    assert changes.std() == pytest.approx(p["price_council_sd"][HOMES], rel=0.03)
    kept = p["price_council_keep"]
    one, two = changes[:, :-1].ravel(), changes[:, 1:].ravel()
    assert np.corrcoef(one, two)[0, 1] == pytest.approx(-(1.0 - kept) / 2, abs=0.03)


def test_englands_growth_spreads_and_persists_as_declared() -> None:
    """Yearly growth of England alone has the declared spread and correlates with the next as declared."""
    p = parameters_for(COUNCIL)
    growth = np.diff(paths(price_council_sd=(0.0,) * len(Placement)), axis=1)[:, 6:]
    assert growth.std() == pytest.approx(p["price_national_sd"][HOMES], rel=0.03)
    pairs = np.corrcoef(growth[:, 0], growth[:, 1])[0, 1]
    assert pairs == pytest.approx(p["price_national_keep"], abs=0.06)


def test_councils_share_englands_part_and_a_longer_horizon_begins_the_same() -> None:
    """Without parts of their own two councils have one path; more years do not change the first."""
    p = parameters_for(COUNCIL) | {"price_council_sd": (0.0,) * len(Placement)}
    other = profile("Norfolk")
    assert np.array_equal(*(price_path(one, p, 1, 0, 9.0) for one in (COUNCIL, other)))
    short, long = (price_path(COUNCIL, parameters_for(COUNCIL), 1, 0, y) for y in (3.0, 9.0))
    assert np.array_equal(short[:3], long[:3])


def test_years_held_still_hold_prices_still() -> None:
    """What holds the luck of the years holds the path of prices too."""
    assert not make_markets(COUNCIL, parameters_for(COUNCIL) | STILL, 1, 0, 9.0).path.any()

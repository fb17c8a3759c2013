"""The fit of what lets councils stand still: each step's known answers."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Placement
from agents.lengths import AGE_BAND_COUNT
from calibration.beliefs.authorities.load import england, profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.rates import local_rates, whole_of
from calibration.beliefs.parameters import national, parameters_for
from calibration.fitting.england.at_rest import FOLLOWED, Moved, at_limit, next_values, slope
from calibration.fitting.patterns.standing import NO_TRENDS, SHARES

COUNCILS = 6
YEAR = 2024
KINDS = len(Placement)


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def old() -> dict[str, Any]:
    """Return values from which nothing is moved yet."""
    return {"rest_kinds": np.ones((2, KINDS)), "rest_ages": np.zeros(AGE_BAND_COUNT)}


def seen(drift: np.ndarray, level: np.ndarray | None = None) -> Moved:
    """Return some councils of equal size whose numbers moved."""
    levels = np.zeros((COUNCILS, KINDS)) if level is None else level
    return Moved(drift.mean(axis=0), drift, np.ones_like(drift), levels)


def test_a_line_through_points_is_found() -> None:
    """The slope of points on a line; those of no weight tell nothing."""
    x = np.array([0.0, 1.0, 2.0, 50.0])
    y = np.array([1.0, 3.0, 5.0, -7.0])
    assert slope(x, y, np.array([1.0, 1.0, 1.0, 0.0])) == pytest.approx(2.0)


def test_councils_that_stand_still_are_left_alone() -> None:
    """No drift: nothing is moved."""
    found = next_values(old(), seen(np.zeros((COUNCILS, len(SHARES)))))
    assert found["rest_kinds"] == pytest.approx(old()["rest_kinds"])
    assert found["rest_ages"] == pytest.approx(old()["rest_ages"])


def test_a_kind_that_grows_is_chosen_less_often() -> None:
    """Homes that grow everywhere lower their ratio, and no other; an age that grows, its starts."""
    drift = np.zeros((COUNCILS, len(SHARES)))
    drift[:, SHARES.index("placement/childrens_home")] = 0.05
    drift[:, SHARES.index("age/10_15")] = 0.02
    found = next_values(old(), seen(drift))
    moved = np.flatnonzero(~np.isclose(found["rest_kinds"][0], 1.0))
    assert moved.tolist() == [Placement.CHILDRENS_HOME]
    assert found["rest_kinds"][0, Placement.CHILDRENS_HOME] < 1.0
    assert (found["rest_ages"] < 0).tolist() == [False, False, False, True, False]


def test_where_those_who_lean_on_a_kind_lose_it_they_are_followed_more() -> None:
    """Numbers that fall where the level is high and rise where it is low raise the power."""
    level = np.zeros((COUNCILS, KINDS))
    level[:, Placement.SUPPORTED] = np.linspace(-1.0, 1.0, COUNCILS)
    drift = np.zeros((COUNCILS, len(SHARES)))
    drift[:, SHARES.index("placement/supported")] = -0.1 * level[:, Placement.SUPPORTED]
    found = next_values(old(), seen(drift, level))
    assert Placement.SUPPORTED in FOLLOWED
    assert found["rest_kinds"][1, Placement.SUPPORTED] > 1.0
    assert found["rest_kinds"][0, Placement.SUPPORTED] == pytest.approx(1.0)


def test_no_process_of_its_own_is_moved_by_choice() -> None:
    """Adoption and services' own beds are nobody's choice of a placement."""
    drift = np.zeros((COUNCILS, len(SHARES)))
    drift[:, SHARES.index("placement/adoption")] = 0.3
    found = next_values(old(), seen(drift))
    assert found["rest_kinds"][0] == pytest.approx(np.ones(KINDS))


def test_a_power_at_its_limit_is_told() -> None:
    """A kind whose numbers would follow its level without end is named; those inside the limits are not."""
    values = old()
    assert at_limit(values) == []
    values["rest_kinds"][1, Placement.SUPPORTED] = 3.0
    assert at_limit(values) == ["supported"]


def test_england_with_its_trends_is_not_touched(p: dict[str, Any]) -> None:
    """What lets England stand still counts for nothing while its trends go on."""
    council, whole = profile("Leeds", YEAR), england(YEAR)
    changed = p | {"rest_ages": np.full(AGE_BAND_COUNT, 0.3)}
    plain = local_rates(council, whole, p, whole=whole_of(whole, p))
    other = local_rates(council, whole, changed, whole=whole_of(whole, changed))
    assert np.array_equal(plain["entry_hazard"], other["entry_hazard"])
    still = [
        parameters_for(council, overrides={**NO_TRENDS, "rest_ages": np.full(AGE_BAND_COUNT, x)})
        for x in (0.0, 0.3)
    ]
    starts = [np.asarray(one["entry_hazard"]).sum() for one in still]
    assert starts[1] > starts[0]

"""Councils that have to stand still: which, with what off, and what is followed of them."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Status
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import factors
from calibration.beliefs.authorities.load import england, profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.balance import expected_gain
from calibration.beliefs.parameters import national, parameters_for
from calibration.checks.at_rest import LEVEL, Drift, balanced
from calibration.fitting.patterns.standing import (
    MOMENTS,
    NO_TRENDS,
    SHARES,
    counts_of,
    followed,
    shares_of,
)

YEAR = 2024


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def test_councils_that_must_stand_still_are_listed_beforehand() -> None:
    """At least 20 councils with starts and ends within a twentieth, 4 of them with many unaccompanied."""
    found = balanced()
    assert len(found) >= 20
    assert sum(c["cla_uasc"] > 0.15 * c["cla"] for c in found) >= 4
    assert all(abs(c["starts"] / c["ceases"] - 1.0) < LEVEL for c in found)


def test_without_trends_england_is_at_rest(p: dict[str, Any]) -> None:
    """With trends off nothing pulls a council: its expected gain is none."""
    council = profile("Wigan", YEAR)
    assert expected_gain(council, england(YEAR), p | NO_TRENDS, None) == 0.0
    assert expected_gain(council, england(YEAR), p, None) != 0.0


def test_years_are_still_while_a_council_has_to_stand_still() -> None:
    """No factor of the luck of the years is but 1: twenty runs would not average it out."""
    council = profile("Wigan", YEAR)
    values = parameters_for(council, overrides=NO_TRENDS)
    assert (factors(council, values, 1, 0, 5.0) == 1.0).all()


def test_what_is_counted_is_everybody_looked_after() -> None:
    """Kinds, ages, and each of the two halves add up to all of them; shares to 1."""
    council = profile("Rutland", YEAR)
    population = synthesise(council, parameters_for(council), 3, 0, 1.0)
    cared = int((population.young_people["status"] == Status.LOOKED_AFTER).sum())
    counts, shares = counts_of(population, 0.0), shares_of(population, 0.0)
    for part in ("placement/", "age/"):
        own = [i for i, name in enumerate(SHARES) if name.startswith(part)]
        assert counts[own].sum() == cared
        assert shares[own].sum() == pytest.approx(1.0)
    for pair in (("unaccompanied", "with families"), ("outside", "inside")):
        assert sum(counts[SHARES.index(name)] for name in pair) == cared


def test_a_run_is_followed_at_every_moment() -> None:
    """A row for the start and one for each moment; the same run twice is the same."""
    council = profile("Rutland", YEAR)
    first, again = (followed(council, 1, NO_TRENDS) for _ in range(2))
    assert first.shape == (1 + len(MOMENTS), len(SHARES))
    assert np.array_equal(first, again)
    assert not np.array_equal(first[0], first[-1])


def test_a_drift_fails_beyond_a_tenth_or_a_point() -> None:
    """A share of 40% may move by 4 points, one of 5% by one; one of 1% is not looked at."""
    large = Drift("Wigan", "outside", 0.40, np.array([0.43, 0.365]))
    assert large.rests
    assert not Drift("Wigan", "outside", 0.40, np.array([0.41, 0.445])).rests
    assert Drift("Wigan", "outside", 0.05, np.array([0.059])).rests
    assert not Drift("Wigan", "outside", 0.05, np.array([0.061])).rests
    assert not Drift("Wigan", "outside", 0.01, np.array([0.5])).counts

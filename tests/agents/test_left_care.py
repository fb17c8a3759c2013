"""Those who left care before the start: known answers, and what is true of every council's."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from agents.lengths import ADULTHOOD, AFTER_EDGES, AGE_BAND_COUNT
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.left_care import (
    ages_and_times,
    away,
    leavers,
    leavers_by_age,
    share_home,
    went_home,
)
from calibration.beliefs.authorities.load import all_profiles, profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.parameters import national

YEAR = 2024


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def nobody_back(p: dict[str, Any]) -> dict[str, Any]:
    """Return values at which nobody comes back."""
    return p | {
        "re_entry_hazard": np.zeros(len(AFTER_EDGES) + 1),
        "local_adopted_share": np.zeros(AGE_BAND_COUNT),
    }


def of_babies(council: AuthorityProfile) -> AuthorityProfile:
    """Return a council of which babies alone left."""
    ages = {f"ceases_{band}": 0.0 for band in ("1_4", "5_9", "10_15")}
    return replace(council, counts={**council.counts, **ages, "ceases_under_1": 40.0})


def test_nobody_back_and_nobody_18_are_all_who_left(p: dict[str, Any]) -> None:
    """Of a stream of babies that nobody rejoins, as many years of leavers are there as are looked back on."""
    found = leavers(of_babies(profile("Leeds", YEAR)), nobody_back(p))
    assert found.children.sum() == pytest.approx(float(p["synth_left_years"]))
    assert float(found.age[found.children > 0].max()) < 1.0 + float(p["synth_left_years"])


def test_who_comes_back_is_not_there(p: dict[str, Any]) -> None:
    """At one hazard of coming back home, exp(-hazard t) of those who went home are away after t years."""
    council, rate = profile("Leeds", YEAR), 0.4
    values = p | {
        "re_entry_hazard": np.full(len(AFTER_EDGES) + 1, rate),
        "re_entry_order_ratio": 1.0,
    }
    since = np.array([0.0, 0.5, 2.0, 6.0])
    assert away(since, council, values) == pytest.approx(np.exp(-rate * since))
    never = away(since, council, values | {"re_entry_order_ratio": 0.0})
    home, orders = went_home(council)
    assert never == pytest.approx((home * np.exp(-rate * since) + orders) / (home + orders))


def test_who_is_long_away_left_for_kin(p: dict[str, Any]) -> None:
    """Just after leaving as many are home as left for home; years on they are fewer, for home is left for care."""
    council = profile("Leeds", YEAR)
    home, orders = went_home(council)
    share = share_home(council, np.array([0.0, 1.0, 5.0]), p)
    assert share[0] == pytest.approx(home / (home + orders))
    assert share[0] > share[1] > share[2]
    alike = p | {"re_entry_order_ratio": 1.0}
    assert share_home(council, np.array([5.0]), alike) == pytest.approx(home / (home + orders))


def test_nobody_adopted_comes_back(p: dict[str, Any]) -> None:
    """Those adopted are none of those who left and may come back: most are of 1 to 4."""
    council = profile("Leeds", YEAR)
    found = leavers_by_age(council, p)
    left = np.array([council[f"ceases_{band}"] for band in ("under_1", "1_4", "5_9", "10_15")])
    gone = 1.0 - found / left
    assert gone == pytest.approx(np.asarray(p["local_adopted_share"])[:4])
    assert gone.argmax() == 1


def test_an_even_stream_of_leavers_keeps_its_ages(p: dict[str, Any]) -> None:
    """With nobody back, those of 17 left at 11 to 15: none is 18, and who left at 15 left long ago."""
    council = profile("Leeds", YEAR)
    found = leavers(council, nobody_back(p))
    older = found.children * (found.age >= 17.0)
    assert older.sum() > 0
    assert (found.since[older > 0] > 1.0).all()
    assert found.children[found.age >= ADULTHOOD].sum() == 0.0


@pytest.mark.parametrize("name", ["Rutland", "Kent", "Leeds"])
def test_ages_and_times_belong_together(name: str, p: dict[str, Any]) -> None:
    """Nobody left before birth, nobody is 18, and nobody is followed for longer than that."""
    whole = leavers(profile(name, YEAR), p)
    u = (np.arange(400) + 0.5) / 400
    ages, since = ages_and_times(whole, u, u[::-1])
    assert (since >= 0).all()
    assert (ages >= since).all()
    assert (ages < ADULTHOOD).all()
    assert since.max() <= float(p["synth_left_years"]) + 0.25


def test_drawn_leavers_are_as_the_stream_says(p: dict[str, Any]) -> None:
    """Over many even numbers mean age and mean time since are those of the stream, within 1%."""
    whole = leavers(profile("Leeds", YEAR), p)
    u = (np.arange(20_000) + 0.5) / 20_000
    ages, since = ages_and_times(whole, u, np.full(u.size, 0.5))
    weight = whole.children / whole.children.sum()
    assert ages.mean() == pytest.approx(float(weight @ whole.age), rel=0.01)
    assert since.mean() == pytest.approx(float(weight @ whole.since), rel=0.01)


def test_every_council_has_its_leavers(p: dict[str, Any]) -> None:
    """No council's are none or more than all who left in the years looked back on."""
    for council in all_profiles(YEAR):
        found = leavers(council, p).children.sum()
        assert 0.0 < found < float(p["synth_left_years"]), council.name

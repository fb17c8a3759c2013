"""Unaccompanied children as a stream of their own: known answers."""

from typing import Any

import numpy as np
import pytest

from agents.lengths import AGE_BAND_COUNT, YEARS_OF_AGE
from agents.synthesis.unaccompanied import (
    ages_and_times,
    moved_on,
    stream,
    transfer_for,
    under_16,
)
from calibration.beliefs.authorities.load import all_profiles, england, profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.unaccompanied import elsewhere, intake, receives, transfer_hazard
from calibration.beliefs.parameters import national

YEAR = 2024


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def arriving_at_16(p: dict[str, Any]) -> dict[str, Any]:
    """Return values at which all arrive at 16 and none leaves otherwise before 18."""
    shares = np.zeros(YEARS_OF_AGE)
    shares[16] = 1.0
    return p | {"synth_uasc_age_share": shares, "other_exit_hazard": np.zeros(AGE_BAND_COUNT)}


def test_arrivals_of_one_age_stay_until_18(p: dict[str, Any]) -> None:
    """Who all come at 16 and never leave before 18 stay a year and a half on average, half of them 16."""
    quiet = arriving_at_16(p)
    whole = stream(quiet, 0.0)
    assert whole.stay == pytest.approx(1.5, rel=0.03)
    assert whole.children[whole.age < 17].sum() == pytest.approx(0.5, rel=0.1)
    assert whole.by_year.sum() == pytest.approx(1.0)
    assert whole.by_year[16] == pytest.approx(whole.children[whole.age < 17].sum() / whole.stay)
    assert under_16(quiet | {"transfer_hazard": 0.0}) == 0.0


def test_a_transfer_hazard_gives_back_the_stay(p: dict[str, Any]) -> None:
    """A stay of a quarter of a year comes out again; one that 18 cuts short needs no transfers."""
    hazard = transfer_for(0.25, p)
    assert stream(p, hazard).stay == pytest.approx(0.25, rel=1e-3)
    assert transfer_for(5.0, p) == 0.0


def test_ages_and_times_of_unaccompanied_children_belong_together(p: dict[str, Any]) -> None:
    """Nobody has been looked after since before birth, nor is outside the age asked for."""
    u = (np.arange(500) + 0.5) / 500
    for older, low, high in ((False, 0, 16), (True, 16, 18)):
        age, time = ages_and_times(older, 500, p | {"transfer_hazard": 1.0}, u, u[::-1])
        assert (time >= 0).all()
        assert (age - time > 0).all()
        assert (age >= low).all()
        assert (age < high).all()


def test_the_council_with_most_arrivals_moves_most_on(p: dict[str, Any]) -> None:
    """Kent's arrivals times their stay are Kent's own number, children in transit included."""
    kent = profile("Kent", YEAR)
    assert receives(kent)
    hazard = transfer_hazard(kent, p)
    coming = (kent["starts_uasc"] + kent["ceases_uasc"]) / 2
    assert coming * stream(p, hazard).stay == pytest.approx(kent["cla_uasc"], rel=0.01)
    assert hazard > transfer_hazard(profile("Leeds", YEAR), p)


def test_elsewhere_as_many_are_moved_on_as_published(p: dict[str, Any]) -> None:
    """Of arrivals at 16, the published share has left by the end of the time in which transfers happen."""
    leeds, quiet = profile("Leeds", YEAR), arriving_at_16(p)
    share, _ = elsewhere(YEAR)
    others = [one for one in all_profiles(YEAR) if not receives(one)]
    taken = sum(one["ceases_other_la"] + one["ceases_age_assessed"] for one in others)
    assert share == pytest.approx(taken / sum(one["starts_uasc"] for one in others))
    assert 0.05 < share < 0.3
    for values in (quiet, p):
        hazard = transfer_hazard(leeds, values)
        whole = stream(values, hazard)
        early = whole.children[whole.elapsed < float(p["transfer_window_years"])].sum()
        assert hazard * early == pytest.approx(share, rel=0.1)
    # With nobody leaving otherwise or turning 18 so soon it is the share that a hazard takes in the time.
    window = float(p["transfer_window_years"])
    left = 1.0 - np.exp(-transfer_hazard(leeds, quiet) * window)
    assert left == pytest.approx(share, rel=0.03)


def test_a_handful_of_arrivals_makes_no_port_of_entry() -> None:
    """Rutland's eight of nine starts are chance; Kent's two thousand are not."""
    assert not receives(profile("Rutland", YEAR))
    assert receives(profile("Kent", YEAR))


def test_who_is_moved_on_is_counted_by_age(p: dict[str, Any]) -> None:
    """None without transfers; with them those who leave a year are the share who have not come lately."""
    quiet = arriving_at_16(p)
    assert moved_on(quiet, 0.0).tolist() == [0.0, 0.0, 0.0]
    hazard = transfer_hazard(profile("Kent", YEAR), quiet)
    whole, rates = stream(quiet, hazard), moved_on(quiet, hazard)
    by_age = [whole.children[(whole.age >= low) & (whole.age < low + 1)].sum() for low in (16, 17)]
    gone = 1.0 - np.exp(-hazard * float(p["transfer_window_years"]))
    assert rates[0] == 0.0
    assert float(rates[1:] @ by_age) == pytest.approx(gone, rel=0.05)


def test_of_a_surplus_little_goes_on(p: dict[str, Any]) -> None:
    """Arrivals are those that hold a council's number, and a part of England's surplus by children."""
    leeds, whole = profile("Leeds", 2023), england(2023)
    still = p | {"local_uasc_pull": 0.0}
    none = intake(leeds, whole, still | {"national_uasc_trend": 0.0})
    at_rest = leeds["cla_uasc"] / stream(p, transfer_hazard(leeds, p)).stay
    assert none == pytest.approx(at_rest)
    _, more = elsewhere(2023)
    share = leeds["children_0_17"] / whole["children_0_17"]
    all_of_it = intake(leeds, whole, still | {"national_uasc_trend": 1.0})
    assert all_of_it - none == pytest.approx(more * share)
    assert intake(leeds, whole, still) - none == pytest.approx(
        float(p["national_uasc_trend"]) * more * share
    )

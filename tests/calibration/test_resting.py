"""What holds a council's ages, kinds and unaccompanied children where they are: known answers."""

from typing import Any

import numpy as np
import pytest

from agents.codes import Placement
from agents.lengths import AGE_BAND_COUNT, YEARS_OF_AGE
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.unaccompanied import ages_and_times, stream, transfer_for, under_16
from agents.synthesis.years import factors
from calibration.beliefs.authorities.load import all_profiles, england, profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.kinds import FLOW_GROUPS, FLOWS, Here, going, kind_levels, towards
from calibration.beliefs.local.resting import WIDTH, Band, resting
from calibration.beliefs.local.unaccompanied import receives, transfer_hazard
from calibration.beliefs.parameters import national, parameters_for
from calibration.checks.at_rest import LEVEL, NO_TRENDS, balanced

YEAR = 2024


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def stood(starts: np.ndarray, rate: np.ndarray, at_birth: float) -> np.ndarray:
    """Return the stock by band that starts and exit rates leave, stepping along age day by day."""
    there, stock, step = 0.0, [], 1.0 / 365
    for b, width in enumerate(WIDTH):
        born = at_birth * starts[b] if b == 0 else 0.0
        there, total = there + born, 0.0
        for _ in range(round(width / step)):
            total += there * step
            there += step * ((starts[b] - born) / width - rate[b] * there)
        stock.append(total)
    return np.array(stock)


def test_numbers_that_stand_still_are_left_alone(p: dict[str, Any]) -> None:
    """Where starts and exits hold each band already, neither is moved by as much as 2%."""
    starts, rate = np.array([50.0, 45, 50, 80, 50]), np.array([0.45, 0.6, 0.25, 0.15, 0.1])
    stock = stood(starts, rate, float(p["synth_newborn_share"]))
    assert np.abs(resting(stock, starts, rate, 0.0, p).moved).max() < 0.02


def test_what_resting_finds_does_hold_the_numbers(p: dict[str, Any]) -> None:
    """Moved as it says, starts and exits leave the stock that was asked for, within 2%."""
    starts, rate = np.array([50.0, 45, 50, 80, 50]), np.array([0.45, 0.6, 0.25, 0.15, 0.1])
    stock = stood(starts, rate, float(p["synth_newborn_share"]))
    wanted = stock * np.array([1.1, 0.9, 1.1, 0.95, 1.05])
    moved, share = resting(wanted, starts, rate, 0.0, p).moved, float(p["local_settling"])
    held = stood(
        starts * np.exp(share * moved),
        rate * np.exp((share - 1.0) * moved),
        float(p["synth_newborn_share"]),
    )
    assert held == pytest.approx(wanted, rel=0.02)


def test_a_band_without_exits_or_starts_keeps_whom_it_has() -> None:
    """Ten at the beginning are ten at the end, and forty child-years over four years of age."""
    band = Band(4.0, 10.0, 0.0, 1e-6)
    assert band.at(4.0) == pytest.approx(10.0, rel=1e-4)
    assert band.until(4.0) == pytest.approx(40.0, rel=1e-4)


def test_ages_of_every_council_are_shares_of_their_bands() -> None:
    """Years of age of each band add up to 1, in every council of the newest year."""
    edges = np.concatenate([[0], np.cumsum(WIDTH)]).astype(int)
    for council in all_profiles(YEAR)[::10]:
        ages = np.asarray(parameters_for(council)["synth_care_age_share"])
        assert ages.shape == (YEARS_OF_AGE,)
        assert (ages >= 0).all()
        assert np.add.reduceat(ages, edges[:-1]) == pytest.approx(np.ones(AGE_BAND_COUNT))


def test_kinds_stand_still_where_the_levels_say(p: dict[str, Any]) -> None:
    """With one group and no kin a kind is chosen in proportion to what leaves it."""
    flows = np.zeros((FLOWS, FLOW_GROUPS, len(Placement)))
    a, b = Placement.FOSTER_AGENCY, Placement.SUPPORTED
    flows[0, :, a], flows[0, :, b] = 1.0, 3.0
    flows[3:, :, a] = flows[3:, :, b] = 0.5
    values = p | {"kind_flows": flows, "adoption_placing_hazard": np.zeros(AGE_BAND_COUNT)}
    groups, kinds = np.zeros(21), np.zeros(len(Placement))
    groups[17], kinds[a], kinds[b] = 100.0, 50.0, 50.0
    level = kind_levels(
        Here(groups, kinds, np.zeros(FLOW_GROUPS), np.ones(FLOW_GROUPS), 1.0), values
    )
    assert level[b] / level[a] == pytest.approx(3.0, rel=1e-3)


def test_kin_are_only_there_for_some() -> None:
    """However much more often kin are chosen, no more children go to them than have any."""
    shares = np.zeros((FLOW_GROUPS, len(Placement)))
    shares[:, Placement.KINSHIP], shares[:, Placement.FOSTER_AGENCY] = 0.2, 0.8
    weights = np.zeros((AGE_BAND_COUNT, len(Placement)))
    weights[:, Placement.KINSHIP], weights[:, Placement.FOSTER_AGENCY] = 0.5, 0.5
    level, there = np.ones(len(Placement)), towards(shares, weights)
    assert going(level, *there)[0] == pytest.approx(shares[0])
    level[Placement.KINSHIP] = 1e6
    assert going(level, *there)[0, Placement.KINSHIP] == pytest.approx(0.4, rel=1e-3)


def test_arrivals_of_one_age_stay_until_18(p: dict[str, Any]) -> None:
    """Who all come at 16 and never leave before 18 stay a year and a half on average, half of them 16."""
    shares = np.zeros(YEARS_OF_AGE)
    shares[16] = 1.0
    quiet = p | {"synth_uasc_age_share": shares, "other_exit_hazard": np.zeros(AGE_BAND_COUNT)}
    whole = stream(quiet, 0.0)
    assert whole.stay == pytest.approx(1.5, rel=0.03)
    assert whole.children[whole.age < 17].sum() == pytest.approx(0.5, rel=0.1)
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


def test_councils_that_must_stand_still_are_listed_beforehand() -> None:
    """At least 20 councils with starts and ends within a twentieth, 4 of them with many unaccompanied."""
    found = balanced()
    assert len(found) >= 20
    assert sum(c["cla_uasc"] > 0.15 * c["cla"] for c in found) >= 4
    assert all(abs(c["starts"] / c["ceases"] - 1.0) < LEVEL for c in found)


def test_without_trends_england_is_at_rest(p: dict[str, Any]) -> None:
    """With trends off nothing pulls a council: its expected gain is none."""
    from calibration.beliefs.local.balance import expected_gain

    council = profile("Wigan", YEAR)
    assert expected_gain(council, england(YEAR), p | NO_TRENDS, None) == 0.0
    assert expected_gain(council, england(YEAR), p, None) != 0.0


def test_years_are_still_while_a_council_has_to_stand_still() -> None:
    """No factor of the luck of the years is but 1: twenty runs would not average it out."""
    council = profile("Wigan", YEAR)
    values = parameters_for(council, overrides=NO_TRENDS)
    assert (factors(council, values, 1, 0, 5.0) == 1.0).all()


def test_a_made_up_council_without_unaccompanied_children_can_be_reckoned() -> None:
    """No unaccompanied children: no arrivals, no transfers, and the rest adds up."""
    base = profile("Wigan", YEAR)
    none = {name: 0.0 for name in ("cla_uasc", "starts_uasc", "ceases_uasc")}
    made_up = AuthorityProfile("X1", "Erewhon", base.region, YEAR, dict(base.counts) | none)
    values = parameters_for(made_up)
    assert np.isfinite(np.asarray(values["local_placement"])).all()

"""What holds a council's ages and their times in care where they are: known answers."""

from typing import Any

import numpy as np
import pytest

from agents.lengths import (
    ADULTHOOD,
    AGE_BAND_COUNT,
    AGE_EDGES,
    CARE_BAND_COUNT,
    CARE_EDGES,
    QUARTERS_PER_YEAR,
    YEARS_OF_AGE,
)
from agents.synthesis.care import CARE_ENDS
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.resting import WIDTH, hazard_by, resting
from calibration.beliefs.parameters import national, parameters_for

YEAR = 2024
QUARTERS = YEARS_OF_AGE * QUARTERS_PER_YEAR
STEP = 1.0 / 104
STARTS = np.array([50.0, 45, 50, 80, 50])
LEVEL = np.array([1.3, 0.9, 1.1, 0.8, 1.2])


@pytest.fixture(scope="module")
def p() -> dict[str, Any]:
    """Return the register's central values."""
    return dict(central([one.name for one in national()]))


def stood(starts: np.ndarray, level: np.ndarray, p: dict[str, Any]) -> np.ndarray:
    """Return the stock of a steady stream by age and time since it began, in cells of half a week.

    Everybody is followed from their own start of care, half a week at a time, at the hazard of the age
    and the time in care they have reached: shape (ages, ages at start), birth first.
    """
    rates = np.asarray(p["care_exits"]).reshape(AGE_BAND_COUNT, CARE_BAND_COUNT)
    middles = (np.arange(round(ADULTHOOD / STEP)) + 0.5) * STEP
    began = np.concatenate([[0.0], middles])
    bands = np.searchsorted(AGE_EDGES, middles, side="right")
    born = float(p["synth_newborn_share"]) * starts[0]
    coming = (starts / WIDTH)[bands] * STEP
    coming[bands == 0] -= born * STEP / WIDTH[0]
    there = np.concatenate([[born], np.zeros(middles.size)])
    table = np.zeros((middles.size, began.size))
    for i, age in enumerate(middles):
        elapsed = np.maximum(age - began, 0.0)
        time = np.minimum(np.searchsorted(CARE_EDGES, elapsed, side="right"), CARE_BAND_COUNT - 1)
        there[i + 1] = coming[i] / 2.0
        kept = np.exp(-STEP * level[bands[i]] * rates[bands[i], time])
        table[i] = there * np.sqrt(kept) * STEP
        there = there * kept
        there[i + 1] += coming[i] / 2.0
    return table


def by_band(table: np.ndarray) -> np.ndarray:
    """Return children by age band."""
    ages = (np.arange(table.shape[0]) + 0.5) * STEP
    return np.bincount(np.searchsorted(AGE_EDGES, ages, side="right"), table.sum(axis=1))


def test_numbers_that_stand_still_are_left_alone(p: dict[str, Any]) -> None:
    """Where starts and exits hold each band already, neither is moved by as much as 2%."""
    stock = by_band(stood(STARTS, LEVEL, p))
    assert np.abs(resting(stock, STARTS, LEVEL, 0.0, p).moved).max() < 0.02


@pytest.mark.parametrize("wanted", [[1.1, 0.9, 1.1, 0.95, 1.05], [0.85, 1.15, 0.9, 1.1, 0.95]])
def test_what_resting_finds_does_hold_the_numbers(p: dict[str, Any], wanted: list[float]) -> None:
    """Moved as it says, starts and exits leave the stock that was asked for, within 2%."""
    stock = by_band(stood(STARTS, LEVEL, p)) * np.array(wanted)
    moved, share = resting(stock, STARTS, LEVEL, 0.0, p).moved, float(p["local_settling"])
    held = stood(STARTS * np.exp(share * moved), LEVEL * np.exp((share - 1.0) * moved), p)
    assert by_band(held) == pytest.approx(stock, rel=0.02)


def test_a_number_that_grows_has_more_starts_than_exits(p: dict[str, Any]) -> None:
    """To grow by 3% a year takes more starts over exits, at every age."""
    stock = by_band(stood(STARTS, LEVEL, p))
    still, growing = (resting(stock, STARTS, LEVEL, gain, p).moved for gain in (0.0, 0.03))
    assert (growing > still).all()


def test_ages_and_times_are_those_of_the_stream(p: dict[str, Any]) -> None:
    """Ages inside bands and times in care by quarter of age are those that a steady stream leaves."""
    table = stood(STARTS, LEVEL, p)
    found = resting(by_band(table), STARTS, LEVEL, 0.0, p)
    ages = (np.arange(table.shape[0]) + 0.5) * STEP
    years = ages.astype(int)
    whole = np.bincount(years, table.sum(axis=1))
    band = np.searchsorted(AGE_EDGES, np.arange(YEARS_OF_AGE), side="right")
    assert found.ages == pytest.approx(whole / np.bincount(band, whole)[band], rel=0.03)
    began = np.concatenate([[0.0], ages])
    quarters = (ages * QUARTERS_PER_YEAR).astype(int)
    for quarter in (0, 1, 3, 4, 14, 30, 50, 64, 71):
        elapsed = np.maximum(ages[:, None] - began, 0.0)[quarters == quarter]
        bands = np.searchsorted(CARE_EDGES, elapsed.ravel(), side="right")
        seen = np.bincount(bands, table[quarters == quarter].ravel(), minlength=CARE_BAND_COUNT)
        assert found.elapsed[quarter] == pytest.approx(seen / seen.sum(), abs=0.03), quarter


def test_who_came_at_birth_has_been_looked_after_for_life(p: dict[str, Any]) -> None:
    """With starts at birth alone, all of the age of 6 have been looked after for over five years."""
    alone = p | {"synth_newborn_share": 1.0}
    starts = np.array([50.0, 0.0, 0.0, 0.0, 0.0])
    found = resting(np.full(AGE_BAND_COUNT, 40.0), starts, np.ones(AGE_BAND_COUNT), 0.0, alone)
    six = slice(6 * QUARTERS_PER_YEAR, 7 * QUARTERS_PER_YEAR)
    assert found.elapsed[six][:, CARE_ENDS[1:] <= 5.0].sum() < 0.01


def test_one_rate_for_all_times_makes_fewer_with_every_year_of_age(p: dict[str, Any]) -> None:
    """With one hazard and starts at birth alone, each year of a band has exp(-hazard) of the one before."""
    rate = 0.3
    alone = p | {
        "synth_newborn_share": 1.0,
        "care_exits": np.full((AGE_BAND_COUNT, CARE_BAND_COUNT), rate),
    }
    starts = np.array([100.0, 0.0, 0.0, 0.0, 0.0])
    # So many are there: nothing has to give way.
    ends = np.cumsum([0.0, *WIDTH])
    stock = 100.0 * -np.diff(np.exp(-rate * ends)) / rate
    found = resting(stock, starts, np.ones(AGE_BAND_COUNT), 0.0, alone)
    assert np.abs(found.moved).max() < 0.02
    band = found.ages[5:10]
    assert band[1:] / band[:-1] == pytest.approx(np.full(4, np.exp(-rate)), rel=1e-3)


def test_hazards_add_up_band_by_band() -> None:
    """At one rate for each band of time, what has been met is the sum of the bands' lengths times it."""
    rates = np.arange(1.0, CARE_BAND_COUNT + 1)
    assert hazard_by(rates, np.array([0.0]))[0] == 0.0
    assert hazard_by(rates, np.array([CARE_EDGES[0] / 2]))[0] == pytest.approx(CARE_EDGES[0] / 2)
    met = float((rates * np.diff(CARE_ENDS)).sum())
    assert hazard_by(rates, np.array([ADULTHOOD]))[0] == pytest.approx(met)


def test_nobody_at_all_is_spread_evenly(p: dict[str, Any]) -> None:
    """A council without children of some ages has shares all the same, each adding up to 1."""
    nobody = np.zeros(AGE_BAND_COUNT)
    found = resting(nobody, nobody, np.ones(AGE_BAND_COUNT), 0.0, p)
    assert np.isfinite(found.moved).all()
    assert found.elapsed.sum(axis=1) == pytest.approx(np.ones(QUARTERS))


def test_ages_and_times_of_every_council_are_shares() -> None:
    """Years of age of each band add up to 1, and so do times in care of each quarter of age."""
    edges = np.concatenate([[0], np.cumsum(WIDTH)]).astype(int)
    for council in all_profiles(YEAR)[::10]:
        values = parameters_for(council)
        ages = np.asarray(values["synth_care_age_share"])
        assert ages.shape == (YEARS_OF_AGE,)
        assert (ages >= 0).all()
        assert np.add.reduceat(ages, edges[:-1]) == pytest.approx(np.ones(AGE_BAND_COUNT))
        times = np.asarray(values["synth_care_elapsed_share"]).reshape(QUARTERS, -1)
        assert (times >= 0).all()
        assert times.sum(axis=1) == pytest.approx(np.ones(QUARTERS))
        # Nobody has been looked after for longer than lived.
        oldest = np.arange(1.0, QUARTERS + 1)[:, None] / QUARTERS_PER_YEAR
        longer = CARE_ENDS[:-1][None, :] >= oldest
        assert times[longer].sum() == 0.0

"""Regression to the mean: a toy whose truth is known, and England's published years."""

import numpy as np
import pytest

from calibration.beliefs.effects.load import studies
from calibration.beliefs.effects.rtm import (
    Numbers,
    corrected,
    untreated,
)
from calibration.beliefs.effects.rtm_history import corrected_by_history, log_rates
from calibration.beliefs.effects.study import Correction
from simulation.errors import DoorwaysError

AREAS, ADOPTERS, TRUTH = 150, 15, np.log(0.95)
#: Spread between areas and within an area's three-year mean, so that the naive look gives -14%.
BETWEEN, WITHIN = 0.25, 0.127
YEARS, TOYS = 3, 400


def toy(number: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return log rates before and after, and the adopters: the areas highest before."""
    rng = np.random.default_rng(np.random.SeedSequence([20, number]))
    level = rng.normal(0.0, BETWEEN, AREAS)[:, None]
    before = level + rng.normal(0.0, WITHIN * YEARS**0.5, (AREAS, YEARS))
    after = level + rng.normal(0.0, WITHIN * YEARS**0.5, (AREAS, YEARS))
    chosen = np.argsort(before.mean(axis=1))[-ADOPTERS:]
    after[chosen] += TRUTH
    return before, after, chosen


def results() -> Numbers:
    """Return (naive, corrected, its se) of every toy."""
    found = []
    for number in range(TOYS):
        before, after, chosen = toy(number)
        rest = np.setdiff1d(np.arange(AREAS), chosen)
        naive = float((after[chosen].mean(axis=1) - before[chosen].mean(axis=1)).mean())
        fitted = untreated(before[rest], after[rest])
        one = corrected(naive, before[chosen], fitted)
        found.append((naive, one.log_ratio, one.se))
    return np.array(found)


@pytest.mark.statistics
def test_the_toy_of_the_research_note() -> None:
    """Of a true -5% a naive look makes -14%, and the correction gives -5% back.

    Over 400 toys the standard error of a mean is 0.3 points or less; the test allows 1.2 points, so
    a sound correction fails once in 15,000 seeds and one that is off by 2.4 points passes as rarely.
    """
    naive, by_others, se = results().T
    assert np.exp(naive.mean()) - 1 == pytest.approx(-0.143, abs=0.012)
    assert np.exp(by_others.mean()) - 1 == pytest.approx(-0.05, abs=0.012)
    assert se.mean() == pytest.approx(by_others.std(ddof=1), rel=0.15)


@pytest.mark.statistics
def test_the_corrected_interval_covers_the_truth() -> None:
    """The 90% interval of the corrected effect holds the truth in 85% to 95% of toys.

    Over 400 toys the standard error of a coverage of 90% is 1.5 points, so a sound interval fails
    once in 1,000 seeds and one that covers 80% passes about once in 150.
    """
    _, by_others, se = results().T
    covered = np.mean(np.abs(by_others - TRUTH) < 1.645 * se)
    assert 0.85 <= covered <= 0.95


def test_nothing_is_corrected_where_every_council_keeps_its_level() -> None:
    """Where levels last for ever, the whole change of the adopters is their effect."""
    level = np.linspace(-1, 1, 20)[:, None]
    before, after = np.repeat(level, 3, axis=1), np.repeat(level - 0.2, 3, axis=1)
    one = corrected(-0.5, before[-3:], untreated(before, after))
    assert one.expected == pytest.approx(-0.2)
    assert one.log_ratio == pytest.approx(-0.3)
    relative = corrected(-0.5, before[-3:], untreated(before, after), beyond_average=True)
    assert relative.log_ratio == pytest.approx(-0.5)


def test_a_rise_is_corrected_when_asked_for() -> None:
    """Where a rise is given back, councils that rose are expected to fall by what they rose."""
    rng = np.random.default_rng(np.random.SeedSequence([22]))
    level, rise = rng.normal(0, 0.3, (60, 1)), rng.normal(0, 0.1, (60, 1))
    before = np.hstack([level - rise / 2, level + rise / 2])
    fitted = untreated(before, level - 0.7 * rise, rising=True)
    risen = np.array([[-0.1, 0.1]]) + fitted.centre[0]
    assert fitted.expected(risen)[0] == pytest.approx(-0.7 * 0.2, abs=1e-9)


def test_too_few_councils_are_refused() -> None:
    """A fit to three councils is refused with the number it needs."""
    with pytest.raises(DoorwaysError, match="4 councils at least"):
        untreated(np.zeros((3, 2)), np.zeros((3, 1)))


def test_england_s_untreated_councils_fall_back() -> None:
    """Councils with more starts in 2018-20 fell back by 2022-24; the ten adopters stood above."""
    row = next(one for one in studies() if one.correction)
    assert row.correction is not None
    found, fitted = corrected_by_history(row.log_ratio, row.correction)
    assert fitted.councils > 100
    assert -0.5 < fitted.slopes[0] < -0.1
    assert 0.15 < fitted.spread < 0.3
    assert row.log_ratio < found.log_ratio
    assert found.expected == pytest.approx(row.log_ratio - found.log_ratio)


def test_an_unknown_council_is_named() -> None:
    """A correction that names no council of the history says which."""
    asked = Correction("starts", (2018, 2019), (2022, 2023), ("Atlantis",))
    with pytest.raises(DoorwaysError, match="Atlantis"):
        corrected_by_history(-0.1, asked)


def test_rates_are_per_child_and_need_every_year() -> None:
    """A council with a withheld or absent year takes no part; the others have finite rates."""
    rates = log_rates("starts", (2018, 2019, 2024))
    assert len(rates) > 130
    assert all(np.isfinite(row).all() and row.shape == (3,) for row in rates.values())
    assert all(-8.0 < row.mean() < -4.0 for row in rates.values())

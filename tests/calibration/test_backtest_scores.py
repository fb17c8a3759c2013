"""Scores, spreads and rivals: the arithmetic a reader would check by hand."""

import numpy as np
import pytest
from scipy.stats import norm

from calibration.checks.backtest.past import past
from calibration.checks.backtest.rivals import RULES, STOCK
from calibration.checks.backtest.scores import bootstrap, crps, pairs_apart, score
from calibration.checks.backtest.spread import (
    ensemble,
    errors,
    share_ensemble,
    share_factor,
    spread_of,
)


def test_crps_of_one_sure_forecast_is_its_absolute_error() -> None:
    """Two members that agree have no spread: the score is the distance to the outcome."""
    assert crps(np.array([[5.0], [5.0]]), 8.0) == pytest.approx(3.0)


def test_crps_is_the_formula_over_pairs() -> None:
    """Mean distance to the outcome less half the mean distance between different members."""
    rng = np.random.default_rng(np.random.SeedSequence([20, 5]))
    members = rng.normal(size=(12, 1))
    apart = np.abs(members - members.T).sum() / (12 * 11)
    wanted = np.abs(members - 0.3).mean() - 0.5 * apart
    assert crps(members, 0.3) == pytest.approx(float(wanted))
    assert pairs_apart(members.ravel()) == pytest.approx(float(np.abs(members - members.T).sum()))


@pytest.mark.statistics
def test_crps_of_few_members_is_fair() -> None:
    """Over 6,000 ensembles of four the mean score is that of the distribution, within 4 per cent.

    The score of a standard normal forecast of a standard normal outcome is 1 over root pi; the
    standard error here is about 1 per cent.
    """
    rng = np.random.default_rng(np.random.SeedSequence([20, 6]))
    found = [crps(rng.normal(size=(4, 1)), float(rng.normal())) for _ in range(6_000)]
    assert np.mean(found) == pytest.approx(1 / np.sqrt(np.pi), rel=0.04)


@pytest.mark.statistics
def test_crps_of_groups_is_fair() -> None:
    """Members that share a future are not counted as independent: the same mean as above.

    The standard error over 6,000 ensembles of four futures of five members is about 1 per cent.
    """
    rng = np.random.default_rng(np.random.SeedSequence([20, 7]))
    half = np.sqrt(0.5)
    found = []
    for _ in range(6_000):
        groups = half * rng.normal(size=(4, 1)) + half * rng.normal(size=(4, 5))
        found.append(crps(groups, float(rng.normal())))
    assert np.mean(found) == pytest.approx(1 / np.sqrt(np.pi), rel=0.04)


def test_an_outcome_on_an_end_is_inside() -> None:
    """Counts are whole: the interval holds its own ends, and nothing beyond."""
    groups = np.arange(101.0)[:, None]
    assert score(groups, 95.0).inside90
    assert not score(groups, 96.0).inside90
    assert score(groups, 50.0).error == 0.0


def test_the_bootstrap_holds_the_mean_and_repeats() -> None:
    """Its interval lies around the mean and is the same for the same seed."""
    differences = np.linspace(-1.0, 3.0, 150)
    low, high = bootstrap(differences, 500, 1)
    assert low < 1.0 < high
    assert (low, high) == bootstrap(differences, 500, 1)


def test_rivals_are_what_they_are_called() -> None:
    """Persistence repeats, the trend is England's, and one more year of it compounds."""
    view = past(2022)
    code = view.codes()[0]
    now = view.stock[code][2022]
    growth = view.england_stock[2022] / view.england_stock[2021]
    assert STOCK["persistence"](view, code, 2) == now
    assert STOCK["national trend"](view, code, 2) == pytest.approx(now * growth**2)


@pytest.mark.parametrize("quantity", ["stock", "starts"])
def test_rivals_learn_their_spread_from_settled_errors_only(quantity: str) -> None:
    """Errors over two years known in 2021 start in 2019 and end in 2021, one year of them."""
    rule = RULES[quantity]["persistence"]
    wrong, level = errors(rule, quantity, 2021, 2)
    assert wrong.size == level.size
    assert 100 < wrong.size < 160
    assert errors(rule, quantity, 2022, 2)[0].size > wrong.size


def test_small_councils_get_wider_forecasts() -> None:
    """The relative spread of persistence falls with size and is that of councils' real changes."""
    spread = spread_of(STOCK["persistence"], "stock", 2023, 1)
    assert spread.variance(100.0) > spread.variance(1000.0) > 0.0
    assert 0.04 < np.sqrt(spread.variance(400.0)) < 0.12


def test_a_rivals_ensemble_is_centred_on_its_forecast() -> None:
    """The middle member is near the forecast and half of the members lie below it."""
    spread = spread_of(STOCK["persistence"], "stock", 2023, 1)
    members = ensemble(400.0, spread)
    assert np.median(members) == pytest.approx(400.0, rel=0.02)


def test_without_errors_of_the_horizon_variances_grow_with_it() -> None:
    """In 2021 shares of two years on have not been settled twice: twice the one-year factor."""
    assert share_factor(2021, 2) == pytest.approx(2 * share_factor(2021, 1))


def test_shares_stay_shares() -> None:
    """However wide, a rival's share of placements lies between 0 and 1."""
    members = share_ensemble(0.02, 50.0, 10.0)
    assert members.min() == 0.0
    assert 0.02 < members.max() <= 1.0


def test_a_rivals_crps_is_that_of_its_distribution() -> None:
    """199 points of a standard normal at even probabilities score as it does; taken for draws, 0.0028 too well.

    At an outcome x: x (2 F(x) - 1) + 2 f(x) - 1 over root pi.
    """
    points_of = norm.ppf((np.arange(199) + 0.5) / 199)[:, None]
    for x in (-1.5, 0.0, 0.4, 2.0):
        wanted = x * (2 * norm.cdf(x) - 1) + 2 * norm.pdf(x) - 1 / np.sqrt(np.pi)
        assert crps(points_of, x, drawn=False) == pytest.approx(wanted, abs=2e-4)
        assert crps(points_of, x) == pytest.approx(wanted - 0.0028, abs=2e-4)


@pytest.mark.statistics
def test_intervals_of_few_futures_hold_one_more() -> None:
    """A 41st normal value lies between the ends of the 90% interval of forty 9 times in 10.

    8,000 times: the standard error is 0.34%, the reach 1.2%. The middle nine tenths of the forty themselves hold 86%.
    """
    rng = np.random.default_rng(np.random.SeedSequence([20, 9]))
    found = [score(rng.normal(size=(40, 1)), float(rng.normal())).inside90 for _ in range(8_000)]
    assert np.mean(found) == pytest.approx(0.9, abs=0.012)

"""The later rivals on made-up series: answers that a reader would check by hand."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.checks.backtest import known, pooled, pooled_mix, smoothing
from calibration.checks.backtest.national import PAIRS, PART, learned, trend
from calibration.checks.backtest.past import KINDS, Past, past, shares
from calibration.checks.backtest.ridge import ridge
from calibration.checks.backtest.rival_ensembles import count_rivals, share_rivals
from calibration.checks.backtest.rivals import RULES, told

COUNTS = st.lists(st.floats(1.0, 2_000.0), min_size=3, max_size=8)


def by_year(*values: float, last: int = 2022) -> dict[int, float]:
    """Return values as a series that ends with a year."""
    return {last - len(values) + 1 + i: value for i, value in enumerate(values)}


def test_a_constant_series_stays_as_it_is() -> None:
    """Smoothed or trended, a council that never changed is forecast not to."""
    series = by_year(*[120.0] * 5)
    assert smoothing.smoothing(series, 2022) == pytest.approx(120.0)
    assert smoothing.damped_trend(series, 2022, 2) == pytest.approx(120.0)
    assert trend(series, 2022, 2) == pytest.approx(trend(by_year(120.0, 120.0), 2022, 1))
    assert trend(series, 2022, 2).change == 0.0


def test_a_linear_series_by_hand() -> None:
    """Of 100, 110, 120: smoothed 112.5; damped, worked out step by step, 123.383 and 127.866.

    Level 100 and trend 10; then 109 = 108 + (110 - 108) / 2 and trend 8 + 0.2 (9 - 8) = 8.2; then
    117.78 = 115.56 + (120 - 115.56) / 2 and trend 6.56 + 0.2 (8.78 - 6.56) = 7.004.
    """
    series = by_year(100.0, 110.0, 120.0)
    assert smoothing.smoothing(series, 2022) == pytest.approx(112.5)
    one = 117.78 + 0.8 * 7.004
    assert smoothing.damped_trend(series, 2022, 1) == pytest.approx(one)
    assert smoothing.damped_trend(series, 2022, 2) == pytest.approx(one + 0.64 * 7.004)


@given(COUNTS)
def test_smoothing_lies_within_what_was_seen(values: list[float]) -> None:
    """A weighted mean is never beyond its parts, and a forecast of children is never below 0."""
    series = by_year(*values)
    assert min(values) - 1e-9 <= smoothing.smoothing(series, 2022) <= max(values) + 1e-9
    assert smoothing.damped_trend(series, 2022, 2) >= 0.0


@given(COUNTS, st.floats(0.1, 10.0))
def test_the_rules_know_no_unit(values: list[float], times: float) -> None:
    """Ten times the children are forecast ten times as many."""
    one, many = smoothing.smoothed(values), smoothing.smoothed([times * v for v in values])
    assert many == pytest.approx(times * one)
    damped = smoothing.damped([times * v for v in values], 2)
    assert damped == pytest.approx(times * smoothing.damped(values, 2))


def test_a_gap_ends_the_series_and_a_short_one_is_persistence() -> None:
    """Only the years after a gap count; with too few of them the last number stands."""
    series = {2018: 500.0, 2019: 400.0, 2021: 100.0, 2022: 90.0}
    assert smoothing.unbroken(series, 2022) == [100.0, 90.0]
    assert smoothing.smoothing(series, 2022) == pytest.approx(95.0)
    assert smoothing.damped_trend(series, 2022, 1) == 90.0
    assert smoothing.smoothing({2022: 90.0, 2020: 10.0}, 2022) == 90.0


def test_a_council_that_falls_back_is_counted_and_as_wide_as_persistence() -> None:
    """West Northamptonshire began in 2021: two years later its trend can be told, not before."""
    view, code = past(2022), "E06000062"
    assert not told("damped trend", view, "stock", code, 1)
    assert told("persistence", view, "stock", code, 1)
    found = count_rivals(view, code, "stock", 1)
    assert {name for name, one in found.items() if one.fell_back} >= {"damped trend", "pooled"}
    for name in ("damped trend", "pooled"):
        assert found[name].values == pytest.approx(found["persistence"].values)


def test_the_national_trend_is_what_was_put_in_shrunk_to_a_half() -> None:
    """Changes of 8, 4, 2 and 1% halve each year: the part is a half, whatever the penalty."""
    halving = np.array([0.08, 0.04, 0.02, 0.01])
    assert learned(halving) == pytest.approx(PART)
    levels = np.exp(np.concatenate([[5.0], 5.0 + np.cumsum(halving)]))
    found = trend(by_year(*levels), 2022, 2)
    assert found.change == pytest.approx(0.005 + 0.0025)
    # Only the first change came out of nothing: a miss of 0.08 in one of four years.
    assert found.variance == pytest.approx(0.08**2 / 4 * (1 + 1.5**2))
    steady = np.full(60, 0.02)
    assert learned(steady) == pytest.approx((59 + PAIRS * PART) / (59 + PAIRS))


def test_the_ridge_finds_known_slopes_and_shrinks_them() -> None:
    """Without penalty the slopes are those put in; with one, of equal columns, by n / (n + it)."""
    rng = np.random.default_rng(np.random.SeedSequence([20, 31]))
    columns = rng.normal(size=(400, 2)) * [1.0, 50.0]
    columns -= columns.mean(axis=0)
    target = columns @ [0.3, -0.02]
    ones = np.ones(400)
    free = ridge(columns, target, ones, 0.0)
    assert free.slopes / free.scale == pytest.approx([0.3, -0.02])
    assert free(columns) == pytest.approx(target)
    alone = ridge(columns[:, :1], columns[:, 0] * 0.3, ones, 100.0)
    assert alone.slopes / alone.scale == pytest.approx([0.3 * 400 / 500])
    none = ridge(columns, target, ones, 1e12)
    assert none.slopes == pytest.approx([0.0, 0.0], abs=1e-6)


def made_up(codes: int, slope: float) -> Past:
    """Return councils whose log stock moves on by a part of its last change, England not at all."""
    rng = np.random.default_rng(np.random.SeedSequence([20, 32]))
    years = range(2016, 2023)
    stock: dict[str, dict[int, float]] = {}
    for i in range(codes):
        logs = [8.0, 8.0 + 0.1 * rng.normal()]
        for _ in years[2:]:
            logs.append(logs[-1] + slope * (logs[-1] - logs[-2]) + 0.01 * rng.normal())
        stock[f"E{i}"] = dict(zip(years, np.exp(logs), strict=True))
    flows = {code: dict.fromkeys(years, 100.0) for code in stock}
    flat = dict.fromkeys(years, 80_000.0)
    return Past(2022, stock, flows, flows, flat, flat)


def test_the_pooled_rule_finds_how_changes_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where 0.6 of a change comes again, the slope on the last change is 0.6 within 0.05."""
    view = made_up(150, 0.6)
    monkeypatch.setattr(pooled, "children", lambda _: dict.fromkeys(view.stock, 50_000.0))
    monkeypatch.setattr(pooled, "unaccompanied", lambda _: {})
    found = pooled.learned(view, "stock", 1)
    assert found is not None
    assert (found.slopes.slopes / found.slopes.scale)[0] == pytest.approx(0.6, abs=0.05)
    assert found.national.change == 0.0
    # The noise put in is a hundredth.
    assert np.sqrt(found.spread.variance(3000.0)) == pytest.approx(0.01, rel=0.2)
    assert pooled.learned(made_up(5, 0.6), "stock", 1) is None


def test_volatility_is_shrunk_to_that_of_the_size() -> None:
    """One bad year of four times the variance counts a fifth; a council never seen counts none."""
    found = pooled.volatility(["a", "b", "b"], np.array([2.0, 1.0, -1.0]))
    assert found == pytest.approx({"a": (4 + 4) / 5, "b": 1.0})


def test_shares_return_by_the_slope_put_in() -> None:
    """Where a third of the distance to the mean goes each year, and nothing else, slopes find it.

    The penalty takes 25 of some 400 rows off it; two years on the rest of the rest goes as well.
    """
    rng = np.random.default_rng(np.random.SeedSequence([20, 33]))
    start = 0.5 + 0.1 * rng.uniform(-1, 1, (200, len(KINDS)))
    mixes: dict[int, Any] = {}
    for step, year in enumerate((2020, 2021, 2022)):
        middle = start.mean(axis=0)
        now = middle + (2 / 3) ** step * (start - middle)
        mixes[year] = {f"E{i}": row for i, row in enumerate(now)}
    stock = {f"E{i}": dict.fromkeys(mixes, 400.0) for i in range(200)}
    still = np.zeros(len(KINDS))
    one = pooled_mix.learned(mixes, stock, 1, still)
    assert one.slope == pytest.approx(np.full(len(KINDS), -1 / 3 * 400 / 425), abs=0.01)
    two = pooled_mix.learned({y: mixes[y] for y in (2021, 2022)}, stock, 2, still)
    assert two.slope == pytest.approx((1 - 1 / 3 * 200 / 225) ** 2 - 1 + still, abs=0.01)
    assert pooled_mix.national_change(mixes, stock, 2022) == pytest.approx(still, abs=1e-9)


def test_a_change_of_all_councils_is_englands() -> None:
    """When every share moves by a point, weighted by size or not, so does England's."""
    before = {"a": np.full(len(KINDS), 0.2), "b": np.full(len(KINDS), 0.1)}
    after = {"a": before["a"] + 0.01, "b": before["b"] + 0.01}
    stock = {"a": {2022: 900.0}, "b": {2022: 100.0}}
    found = pooled_mix.national_change({2021: before, 2022: after}, stock, 2022)
    assert found == pytest.approx(np.full(len(KINDS), 0.01))


@pytest.mark.parametrize("origin", [2021, 2022, 2023])
def test_every_rival_forecasts_every_council(origin: int) -> None:
    """Members are finite, counts are not below 0 and shares lie between 0 and 1."""
    view = past(origin)
    for code in view.codes()[::15]:
        for quantity, rules in RULES.items():
            found = count_rivals(view, code, quantity, 1)
            assert set(found) == set(rules)
            for one in found.values():
                assert np.isfinite(one.values).all()
                assert one.values.min() >= 0.0
        if code in shares(origin):
            for kind in share_rivals(origin, code, 1):
                assert not kind or {"persistence", "pooled"} <= set(kind)
                assert all(0 <= m.min() <= m.max() <= 1 for m in kind.values())


def test_withheld_unaccompanied_children_are_the_middle_of_their_bounds() -> None:
    """A number withheld for being small is between 0 and 5."""
    assert any(2.5 in series.values() for series in known.unaccompanied(2022).values())

"""Where the average over luck lies: known answers, what more runs change, and that it holds what it says."""

import numpy as np
import pytest
from numpy.typing import NDArray

from scenarios.average import average_range
from scenarios.prediction import LEVEL, future, t_quantile
from scenarios.shared import shared_by

type Floats = NDArray[np.float64]


def drawn(
    belief: float, draws: int, rng: np.random.Generator, *, skew: bool
) -> tuple[Floats, Floats]:
    """What each draw comes to on average, shape (draws,), and its two runs; `belief` is its share of the variance."""
    z = rng.standard_normal(draws)
    if skew:
        z = (np.exp(z) - np.exp(0.5)) / np.sqrt((np.e - 1.0) * np.e)
    means = np.sqrt(belief) * z
    return means, means[:, None] + np.sqrt(1.0 - belief) * rng.standard_normal((draws, 2))


def ends(x: Floats, *, central: bool = False) -> tuple[float, float]:
    """The range of runs in their order."""
    return average_range(x.ravel(), shared_by(np.arange(x.size), central=central))


def test_without_luck_it_is_where_one_more_draw_lies() -> None:
    """Both runs of each draw alike: what differs is not known, and all of it stays."""
    draws = np.random.default_rng(1).gamma(2.0, 5.0, 60)
    low, high = future(draws, np.arange(60))
    assert ends(np.repeat(draws, 2)) == pytest.approx((low, high), abs=1e-12)


def test_with_central_settings_it_is_the_interval_of_the_mean() -> None:
    """Nothing is unknown: around the mean of all runs, those of one luck of the years counted together."""
    x = np.random.default_rng(2).normal(3.0, 1.0, 200)
    # Of four runs the first two share the luck of the years: 150 independent groups.
    pairs = x.reshape(-1, 4)
    off = pairs - x.mean()
    sums = np.concatenate([off[:, :2].sum(axis=1), off[:, 2], off[:, 3]])
    error = np.sqrt(np.sum(sums**2) * 150 / 149) / 200
    reach = t_quantile(LEVEL, 149) * error
    assert ends(x, central=True) == pytest.approx((x.mean() - reach, x.mean() + reach))


@pytest.mark.parametrize("x", [np.zeros(40), np.full(40, 7.0), np.array([3.0, 5.0])])
def test_where_draws_do_not_differ_it_is_one_number(x: Floats) -> None:
    """Every run alike, or a single draw: both ends are the mean; a verdict asks for more than one draw itself."""
    assert ends(x) == (x.mean(), x.mean())


@pytest.mark.parametrize("skew", [False, True])
@pytest.mark.parametrize("belief", [0.0, 0.05, 0.3, 1.0])
@pytest.mark.parametrize("runs", [10, 20, 40, 100, 200])
def test_it_holds_what_it_says(runs: int, belief: float, skew: bool) -> None:
    """The average of a draw not yet seen lies inside at least 9 times in 10, whatever the spread comes from.

    1,500 repeats: 0.877 is three standard errors below 0.9. A skewed belief of which five draws were seen may be
    missed a little oftener: three errors below 0.88.
    """
    rng = np.random.default_rng(np.random.SeedSequence([runs, int(100 * belief), skew]))
    inside, repeats = 0, 1_500
    for _ in range(repeats):
        means, x = drawn(belief, runs // 2 + 1, rng, skew=skew)
        low, high = ends(x[:-1])
        inside += low <= means[-1] <= high
    assert inside / repeats >= (0.855 if skew and runs == 10 else 0.877)


@pytest.mark.parametrize(("belief", "least", "most"), [(0.0, 0.0, 0.5), (1.0, 0.8, 1.0)])
def test_more_runs_take_luck_out_and_leave_what_is_not_known(
    belief: float, least: float, most: float
) -> None:
    """All luck: 200 runs reach less than half as far as 20. All belief: hardly less far."""
    rng = np.random.default_rng(5)
    widths = []
    for _ in range(150):
        _, x = drawn(belief, 100, rng, skew=False)
        widths.append([high - low for low, high in (ends(x[:10]), ends(x))])
    few, many = np.mean(widths, axis=0)
    assert least < many / few < most


def test_it_is_inside_where_one_future_lies_when_luck_is_most() -> None:
    """A tenth of the variance is not known: the average over luck reaches less than three quarters as far."""
    rng = np.random.default_rng(6)
    for _ in range(50):
        _, x = drawn(0.1, 100, rng, skew=False)
        average = ends(x)
        one = future(x.ravel(), shared_by(np.arange(200), central=False).clusters)
        assert one[0] < average[0] < average[1] < one[1]
        assert average[1] - average[0] < 0.75 * (one[1] - one[0])

"""The value of information against toys whose exact value is known."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import norm

from calibration.beliefs.evidence.load import figures
from scenarios.sensitivity.decision import dearest_week, decide, net_parts, weekly_cost
from scenarios.sensitivity.inputs import Input
from scenarios.sensitivity.known import EVERYTHING, all_known
from scenarios.sensitivity.voi import Worth, gain, worth
from simulation.outcomes.measures import BY_NAME, MEASURES

type Floats = NDArray[np.float64]

RATES = {"cost_discount_rates": (0.035, 0.03), "cost_discount_from": (0.0, 31.0)}
#: Pounds a year that the toy service costs, and the weeks a year it avoids at a middle effect.
COST, WEEKS = 200_000.0, 100.0


def exact(m: float, sd: float) -> float:
    """Return the worth of knowing a normal net benefit: mean m, standard deviation sd."""
    return sd * norm.pdf(m / sd) + m * norm.cdf(m / sd) - max(m, 0.0)  # type: ignore[no-any-return]


def single(u: Floats, benefit: Floats, seed: int) -> Worth:
    """Return what knowing is worth at one threshold."""
    return worth(u, benefit[:, None], seed)[0]


def even(number: int, columns: int, seed: int) -> Floats:
    """Return evenly spread probabilities, each column in an order of its own."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    return rng.permuted(np.tile((np.arange(number) + 0.5) / number, (columns, 1)), axis=1).T


@pytest.mark.parametrize(("m", "sd"), [(-0.5, 3.0), (0.2, 1.0), (1.0, 1.0), (-2.0, 1.0)])
def test_worth_is_exact_without_noise(m: float, sd: float) -> None:
    """A normal net benefit driven by one figure is worth what the closed form says, within 1%."""
    u = even(4000, 1, 1)
    found = single(u, m + sd * ndtri(u[:, 0]), seed=1)
    assert found.value == pytest.approx(exact(m, sd), rel=0.01, abs=1e-4)


@pytest.mark.statistics
@pytest.mark.parametrize(("m", "sd", "noise"), [(-0.5, 3.0, 9.0), (0.2, 1.0, 6.0)])
def test_noise_does_not_inflate_the_worth(m: float, sd: float, noise: float) -> None:
    """With chance of 3 and 6 times the signal the average of 12 estimates stays near the truth.

    A standard error of the average is about 3% and 8% of the exact value: 12% and 25% either way
    are three to four of them, while a maximum over the noisy runs gives 3.6 to 8 times the value.
    """
    rng = np.random.default_rng(np.random.SeedSequence(2))
    values, naive = [], []
    for seed in range(12):
        u = even(4000, 1, seed)
        benefit = m + sd * ndtri(u[:, 0]) + rng.normal(0.0, noise, 4000)
        found = single(u, benefit, seed)
        values.append(found.value)
        naive.append(float(gain(benefit)))
        assert found.clear
    assert np.mean(values) == pytest.approx(exact(m, sd), rel=0.12 if noise > 6 else 0.25)
    assert np.mean(naive) > 3 * exact(m, sd)


@pytest.mark.statistics
def test_a_figure_without_influence_is_worth_nothing() -> None:
    """At a toss-up, of 60 figures without influence at most 3 are worth more than the floor.

    Nominally 1 in 100 is; more than 3 of 60 has a probability of 0.3%.
    """
    rng = np.random.default_rng(np.random.SeedSequence(3))
    u = even(500, 60, 3)
    benefit = rng.normal(0.0, 5.0, 500)
    benefit -= benefit.mean()
    assert sum(single(u[:, [i]], benefit, 3).clear for i in range(60)) <= 3


@pytest.mark.statistics
def test_the_standard_error_says_how_estimates_spread() -> None:
    """The bootstrap's error is within half and twice the spread of 30 fresh estimates.

    The spread of 30 estimates has a relative error of 13%, so a true ratio of 1 never fails.
    """
    rng = np.random.default_rng(np.random.SeedSequence(4))
    found = []
    for seed in range(30):
        u = even(1000, 1, seed)
        found.append(single(u, -0.5 + 3 * ndtri(u[:, 0]) + rng.normal(0.0, 9.0, 1000), seed))
    spread = float(np.std([one.value for one in found], ddof=1))
    assert 0.5 < np.mean([one.error for one in found]) / spread < 2.0


def test_a_group_is_worth_at_least_its_best_figure() -> None:
    """Two figures together are worth the closed form of their sum, and more than either."""
    u = even(4000, 2, 5)
    benefit = 0.3 + ndtri(u).sum(axis=1)
    together = single(u, benefit, 5).value
    assert together == pytest.approx(exact(0.3, np.sqrt(2.0)), rel=0.03)
    assert together > max(single(u[:, [i]], benefit, 5).value for i in range(2))


def test_knowing_changes_nothing_when_the_choice_is_always_the_same() -> None:
    """A net benefit that is never positive, or never negative, makes knowledge worthless."""
    expected = np.linspace(1.0, 2.0, 50)
    assert gain(expected) == pytest.approx(0.0, abs=1e-12)
    assert gain(-expected) == pytest.approx(0.0, abs=1e-12)
    assert gain(expected - 1.5) > 0


def outcomes(u: Floats, years: int, seed: int) -> Floats:
    """Make paired runs: the service costs the same, and avoids weeks by its first figure."""
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    avoided = np.repeat(WEEKS * (1.0 + ndtri(u[:, 0])), 2)
    found = np.zeros((2, 2 * len(u), len(MEASURES), years))
    found[:, :, BY_NAME["weeks_in_care"]] = 5000.0
    found[1, :, BY_NAME["weeks_in_care"]] -= avoided[:, None]
    found[1, :, BY_NAME["weeks_in_care"]] += rng.normal(0.0, 50.0, (2 * len(u), years))
    found[1, :, BY_NAME["cost_total"]] = COST
    return found


def test_the_decision_reads_weeks_and_money() -> None:
    """Weeks are discounted as money is; the break-even is cost over weeks, and sways the choice."""
    u = even(400, 3, 6)
    inputs = [Input(f"x{i}", "A figure.", "assumed", "", f"topic{i % 2}") for i in range(3)]
    made = outcomes(u, 2, 6)
    weeks, cost = net_parts(made, RATES)
    assert cost == pytest.approx(2 * COST)
    assert weeks.mean() == pytest.approx(WEEKS * (1 + 1 / 1.035), rel=0.05)
    found = decide(inputs, u, made, RATES, asked=500.0, seed=6)
    assert found.break_even == pytest.approx(found.cost / found.weeks, rel=0.005)
    assert [one.pounds for one in found.thresholds] == [500.0, 0.0, weekly_cost(), found.break_even]
    asked, nothing, _, even_one = found.thresholds
    assert nothing.net == pytest.approx(-2 * COST)
    assert (nothing.probability, nothing.futures) == (0.0, 0.0)
    assert asked.net == pytest.approx(500.0 * found.weeks - found.cost)
    assert even_one.net == pytest.approx(0.0, abs=0.005 * found.cost)
    assert 0.4 < even_one.probability < 0.6
    assert found.known[0].name == "x0"
    first = found.known[0].worth
    assert not first[1].clear
    assert first[3].clear
    sd = found.break_even * WEEKS * (1 + 1 / 1.035)
    assert first[3].value == pytest.approx(exact(0.0, sd), rel=0.1)
    assert [one.name for one in found.topics] == ["topic0", "topic1", EVERYTHING]
    assert found.topics[-1].figures == 3


def test_a_curve_rises_with_the_value_of_a_week() -> None:
    """The more a week is worth, the surer opening is the better choice, from never to nearly always."""
    u = even(400, 1, 7)
    one = Input("x0", "A figure.", "assumed", "", "toy")
    curve = decide([one], u, outcomes(u, 1, 7), RATES, asked=20_000.0, seed=7).curve
    assert curve[0].pounds == 0.0
    assert curve[-1].pounds == 20_000.0
    chances = [point.probability for point in curve]
    assert chances == sorted(chances)
    assert chances[0] == 0.0
    assert chances[-1] == pytest.approx(norm.cdf(0.9), abs=0.05)


def test_no_weeks_avoided_has_no_break_even() -> None:
    """A service that adds weeks has no value of a week at which it pays."""
    u = even(200, 1, 8)
    made = outcomes(u, 1, 8)[::-1]
    made[1, :, BY_NAME["cost_total"]] = COST
    one = Input("x0", "A figure.", "assumed", "", "toy")
    found = decide([one], u, made, RATES, asked=0.0, seed=8)
    assert found.weeks < 0
    assert found.break_even is None


@pytest.mark.parametrize("seed", range(4))
def test_no_figure_is_worth_more_than_perfect_knowledge(seed: int) -> None:
    """With many idle figures beside one that matters, parts stay within wholes and the sample.

    40 figures in 120 draws leave the curve of everything little to say: left alone it is worth less
    than the one figure, which is impossible.
    """
    rng = np.random.default_rng(np.random.SeedSequence([seed, 9]))
    u = even(120, 40, seed)
    benefits = (ndtri(u[:, 0]) + rng.normal(0.0, 2.0, 120))[:, None]
    inputs = [Input(f"x{i}", "A figure.", "assumed", "", f"topic{i % 3}") for i in range(40)]
    alone = worth(u, benefits, seed)[0]
    figures, topics = all_known(inputs, u, benefits, seed)
    of_topic = {one.name: one.worth[0].value for one in topics}
    everything = of_topic[EVERYTHING]
    best = single(u[:, [0]], benefits[:, 0], seed).value
    assert alone.value < best <= everything <= gain(benefits)[0]
    for one in figures:
        topic = inputs[int(one.name[1:])].topic
        assert one.worth[0].value <= of_topic[topic] <= everything


def test_the_dearest_week_is_a_placement_of_the_register() -> None:
    """No other price of a placement, nor the end of its range, is above it."""
    prices = figures_of_the_register()
    assert dearest_week() == max(prices.values()) == prices["cost_unregistered_week"]


def figures_of_the_register() -> dict[str, float]:
    """The highest price a placement's week may have, by figure."""
    return {
        name: max((one.value, one.high or 0.0))  # type: ignore[type-var]
        for name, one in figures().items()
        if name.endswith("_week") and "child-week" in one.unit and "cin" not in name
    }

"""Processes that can be worked out by hand: lower hazards, and closed forms."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.codes import Status
from simulation.compile import RuleSet
from simulation.services.opened import programmes
from simulation.testing import (
    TOYS,
    Played,
    ToyHelp,
    all_supported,
    play,
    rules_for,
    toy_population,
)

RULES = rules_for(*TOYS, services=(ToyHelp,))
STILL = {
    "toy_leaving_hazard": 0.0,
    "toy_worry_hazard": 0.0,
    "toy_relief_hazard": 0.0,
    "toy_shock_hazard": 0.0,
    "toy_help_ratio": 1.0,
}
#: Two-sided: about one false alarm in 10,000 at each test.
CRITICAL = 3.89
GROUP = 150


def toys(people: Any, seed: int = 1, years: float = 1.0, **values: float) -> Played:
    """Play the toys with some rates above nothing, and everybody helped from the start."""
    chosen = STILL | values
    all_supported(RULES, people, programmes(RULES, [ToyHelp.example], chosen), years)
    return play(RULES, people, chosen, seed, years)


def z_of_mean(counts: np.ndarray, mean: float, variance: float) -> float:
    """Return how many standard errors the mean of counts lies from the closed form."""
    return float((counts.mean() - mean) / np.sqrt(variance / counts.size))


def z_of_variance(counts: np.ndarray, variance: float) -> float:
    """Return the same of the variance, for near-normal counts."""
    return float((counts.var(ddof=1) / variance - 1) / np.sqrt(2 / (counts.size - 1)))


def in_groups(of_child: np.ndarray) -> np.ndarray:
    """Return sums over groups of children."""
    return of_child.reshape(-1, GROUP).sum(axis=1)


def shocks(played: Played) -> np.ndarray:
    """Return the number of shocks of each child."""
    uids = played.log.only("toy_shock").uids
    return np.bincount(uids, minlength=played.population.young_people.size)


@pytest.mark.slow
@settings(deadline=None, max_examples=settings().max_examples * 2 // 5, database=None)
@given(ratio=st.floats(0, 1), seed=st.integers(0, 2**40), how=st.sampled_from(["effect", "rate"]))
def test_a_lower_hazard_gives_no_child_more(ratio: float, seed: int, how: str) -> None:
    """Whatever the seed, lowering a hazard without feedback gives no child more of its events.

    None of them comes earlier, and every other event stays as it was, whether an effect or the rate
    itself is lowered.
    """
    rates = {"toy_leaving_hazard": 0.4, "toy_worry_hazard": 2.0, "toy_relief_hazard": 3.0}
    born = -np.linspace(1, 17, 40)
    lowered = {"toy_help_ratio": ratio} if how == "effect" else {"toy_shock_hazard": 4.0 * ratio}
    arms = [
        toys(toy_population(40, born=born, frailty=np.linspace(0.2, 3, 40)), seed, 2.0, **chosen)
        for chosen in (rates | {"toy_shock_hazard": 4.0},
                       rates | {"toy_shock_hazard": 4.0} | lowered)
    ]  # fmt: skip
    usual, lower = (arm.log for arm in arms)
    assert (shocks(arms[1]) <= shocks(arms[0])).all()
    for uid in range(40):
        before, after = (log.only("toy_shock").times[log.only("toy_shock").uids == uid]
                         for log in (usual, lower))  # fmt: skip
        assert (after >= before[: after.size] - 1e-12).all()
    assert np.array_equal(usual.without("toy_shock").times, lower.without("toy_shock").times)


@pytest.mark.statistics
def test_ten_a_year_are_poisson() -> None:
    """At 10 a year, counts of a year have mean 10 and variance over mean 1: none is rounded away.

    30,000 children: a mean off by 1.5%, or a ratio of 1.06 (a clumped or a weekly yes-or-no draw
    would give 0.83), is found with a probability above 99%.
    """
    counts = shocks(toys(toy_population(30_000), toy_shock_hazard=10.0))
    assert abs(z_of_mean(counts, 10.0, 10.0)) < CRITICAL
    assert abs(z_of_variance(counts, 10.0)) < CRITICAL


@pytest.mark.statistics
def test_a_hazard_changes_at_the_birthday() -> None:
    """A hazard that doubles on the 10th birthday gives half a year at each rate, not a step more.

    30,000 children who turn 10 after half a year, mean 4.5 each: a birthday noticed ten days late,
    or a rate off by 1.8%, is found with a probability above 99%.
    """
    counts = shocks(toys(toy_population(30_000, born=-9.5), toy_shock_hazard=3.0))
    assert abs(z_of_mean(counts, 4.5, 4.5)) < CRITICAL
    assert abs(z_of_variance(counts, 4.5)) < CRITICAL


@pytest.mark.statistics
def test_immigration_and_death_match_the_closed_form() -> None:
    """Children who come evenly over two years and leave at 1.3 a year are binomial at the end.

    The probability is (1 - exp(-1.3 x 2)) / (1.3 x 2). 60,000 children in groups of 150: a rate off
    by 5% is found with a probability above 99%, a variance off by a half with one above 95%.
    """
    rate, years, n = 1.3, 2.0, 60_000
    rng = np.random.default_rng(np.random.SeedSequence(5))
    people = toy_population(n, status=int(Status.UNKNOWN), arrives=years * rng.random(n))
    played = toys(people, years=years, toy_leaving_hazard=rate)
    share = (1 - np.exp(-rate * years)) / (rate * years)
    counts = in_groups(played.population.young_people["status"] == Status.IN_NEED)
    variance = GROUP * share * (1 - share)
    assert abs(z_of_mean(counts, GROUP * share, variance)) < CRITICAL
    assert abs(z_of_variance(counts, variance)) < CRITICAL


@pytest.mark.statistics
@pytest.mark.parametrize("years", [0.1, 1.5])
def test_two_states_match_the_closed_form(years: float) -> None:
    """With 3 a year to worry and 2 back, the share in worry after t years is 3/5 (1 - exp(-5t)).

    On the way and near the balance, in mean and variance of groups. 60,000 children in groups of
    150: a rate to worry off by 6%, and near the balance a rate back off by 6%, is found with a
    probability above 99%.
    """
    played = toys(toy_population(60_000), years=years, toy_worry_hazard=3.0, toy_relief_hazard=2.0)
    share = 0.6 * (1 - np.exp(-5 * years))
    counts = in_groups(played.population.young_people["status"] == Status.EDGE_OF_CARE)
    variance = GROUP * share * (1 - share)
    assert abs(z_of_mean(counts, GROUP * share, variance)) < CRITICAL
    assert abs(z_of_variance(counts, variance)) < CRITICAL


def test_an_effect_of_ratio_a_half_is_half_the_rate() -> None:
    """A ratio of one half gives the very log of half the rate: an effect is data, nothing more."""
    people = toy_population(200)
    halved = toys(people.fork(), toy_shock_hazard=8.0, toy_help_ratio=0.5)
    slow = toys(people.fork(), toy_shock_hazard=4.0)
    assert halved.log.times.size > 500
    assert halved.log.digest() == slow.log.digest()


def test_toys_in_any_order_are_one_rule_set() -> None:
    """The toy rule set does not depend on the order in which its processes are named."""
    turned = RuleSet(RULES.processes[::-1], RULES.services, RULES.cells, RULES.occupied)
    assert turned.outcome_names == RULES.outcome_names

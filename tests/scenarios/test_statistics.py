"""The statistics of paired replicates against closed forms and known normal samples."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from scenarios.prediction import t_quantile
from scenarios.shared import shared_by
from scenarios.statistics import (
    bands,
    compare_values,
    estimate,
    explain_values,
    paired,
    standard_error,
    told,
    windowed,
)
from scenarios.variance import CONSTANT, NO_DIFFERENCE, TOO_FEW, variance_split

type Floats = NDArray[np.float64]


def generator(seed: int) -> np.random.Generator:
    """A generator of its own for each test."""
    return np.random.default_rng(np.random.SeedSequence(seed))


def two_level(draws: int, parameters: float, chance: float, seed: int) -> Floats:
    """Outcomes of pairs: a normal effect of each draw and a normal chance on top."""
    rng = generator(seed)
    shared = np.repeat(rng.normal(0.0, np.sqrt(parameters), draws), 2)
    return shared + rng.normal(0.0, np.sqrt(chance), 2 * draws)


def three_level(draws: int, children: float, years: float, unknown: float, seed: int) -> Floats:
    """Outcomes as `shared_by` has them: a normal effect of each draw, of each year's luck, and own."""
    rng, shared = generator(seed), shared_by(np.arange(2 * draws), central=False)
    of_draw = rng.normal(0.0, np.sqrt(unknown), draws)[shared.draws]
    of_years = rng.normal(0.0, np.sqrt(years), 2 * draws)[shared.years]
    return of_draw + of_years + rng.normal(0.0, np.sqrt(children), 2 * draws)


def test_every_other_pair_shares_its_years() -> None:
    """Pairs share a draw; the first, third and so on their luck of the years as well."""
    shared = shared_by(np.arange(8), central=False)
    assert shared.draws.tolist() == [0, 0, 1, 1, 2, 2, 3, 3]
    assert shared.years.tolist() == [0, 0, 2, 3, 4, 4, 6, 7]
    assert shared_by(np.array([4, 5, 6, 7]), central=True).clusters.tolist() == [4, 4, 6, 7]


def test_a_worked_example() -> None:
    """Two draws of two replicates, the first sharing its years, give what was worked out by hand.

    Inside the shared years (1, 3) the mean square is 2. Inside the other draw (5, 9) it is 8, of
    which 2 are children. Between the means 2 and 7 it is 25, of which 2 are children, 9 years
    (their coefficient is 6/4), and 14 over 2 what is not known.
    """
    x, shared = np.array([1.0, 3.0, 5.0, 9.0]), shared_by(np.arange(4), central=False)
    split = variance_split(x, shared)
    parts = [split[name] for name in ("children", "years", "unknown")]
    assert parts == pytest.approx([2.0, 6.0, (25.0 - 2.0 - 1.5 * 6.0) / 2.0])
    assert sum(split[f"share_{name}"] for name in ("children", "years", "unknown")) == 1.0
    error, clusters = standard_error(x, shared.clusters)
    assert (error, clusters) == (pytest.approx(2.5), 2)


@pytest.mark.parametrize(
    ("children", "years", "unknown"), [(1.0, 4.0, 2.0), (4.0, 1.0, 0.25), (1.0, 0.25, 4.0)]
)
def test_known_variances_are_recovered(children: float, years: float, unknown: float) -> None:
    """4,000 pairs recover all three variances within five standard errors.

    Children are told by 2,000 pairs, years by the other 2,000 less that, the rest by all 4,000: a
    share wrong by a quarter of the whole would be seen.
    """
    split = variance_split(
        three_level(4000, children, years, unknown, seed=3),
        shared_by(np.arange(8000), central=False),
    )
    half, whole = np.sqrt(2.0 / 2000), np.sqrt(2.0 / 4000)
    assert abs(split["children"] - children) < 5.0 * half * children
    assert abs(split["years"] - years) < 5.0 * half * (years + 2.0 * children)
    reach = 5.0 * (whole * (unknown + years + children) + half * (years + children))
    assert abs(split["unknown"] - unknown) < reach


def test_no_part_has_a_negative_variance() -> None:
    """Pairs that agree less with themselves than with each other give 0, not less."""
    x = np.array([0.0, 4.0, 4.0, 0.0])
    split = variance_split(x, shared_by(np.arange(4), central=False))
    assert (split["unknown"], split["share_unknown"]) == (0.0, 0.0)


def test_central_parameters_leave_only_luck() -> None:
    """With central parameters nothing is unknown, and both lucks are still told apart."""
    x = three_level(4000, 1.0, 4.0, 0.0, seed=5)
    split = variance_split(x, shared_by(np.arange(8000), central=True))
    assert split["unknown"] == 0.0
    assert split["share_years"] == pytest.approx(0.8, abs=0.05)
    assert split["children"] + split["years"] == pytest.approx(x.var(ddof=1), rel=0.05)


def test_where_an_arm_has_none_nothing_is_fewer_than_none() -> None:
    """Of four runs the stretched range would go below nobody; it ends there, and the verdict is theirs who were helped."""
    shared = shared_by(np.arange(4), central=False)
    none, some = np.zeros(4), np.array([10.0, 60.0, 30.0, 20.0])
    found = compare_values(none, some, shared)["difference"]
    assert (found["low"], found["high"] > 60.0) == (0.0, True)
    back = compare_values(some, none, shared)["difference"]
    assert (back["low"], back["high"]) == (-found["high"], 0.0)
    # With some in both arms a future may go either way.
    assert compare_values(none + 1.0, some, shared)["difference"]["low"] < 0.0
    # A sum that can be below nothing is no count.
    assert compare_values(none, some - 30.0, shared)["difference"]["low"] < 0.0


def test_a_gap_among_the_replicates() -> None:
    """When one of a pair is still missing the rest is told by the unbalanced analysis of variance."""
    have = np.array([0, 1, 2, 3, 4, 6, 7])
    x = np.array([1.0, 3.0, 5.0, 9.0, 6.0, 2.0, 8.0])
    split = variance_split(x, shared_by(have, central=False))
    assert split["children"] == pytest.approx(2.0)
    assert split["years"] == pytest.approx((8.0 + 18.0 - 2 * 2.0) / 2.0)


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_variance_ratio_of_correlated_arms(correlation: float) -> None:
    """Arms of equal variance correlated by c have the ratio 1 / (1 - c), within 5%.

    40,000 replicates give the ratio a relative standard error of about 1%.
    """
    z = generator(7).normal(size=(2, 40_000))
    other = correlation * z[0] + np.sqrt(1.0 - correlation**2) * z[1]
    compared = explain_values(z[0], other, shared_by(np.arange(40_000), central=True))
    assert compared["variance_ratio"] == pytest.approx(1.0 / (1.0 - correlation), rel=0.05)


def test_variance_ratio_ignores_what_parameters_do() -> None:
    """A large effect of the parameters on both arms leaves the ratio of chance as it is."""
    draws = 20_000
    rng, groups = generator(8), shared_by(np.arange(2 * draws), central=False)
    shared = np.repeat(rng.normal(0.0, 30.0, draws), 2)
    z = rng.normal(size=(2, 2 * draws))
    compared = explain_values(shared + z[0], 2.0 * shared + z[1], groups)
    assert compared["variance_ratio"] == pytest.approx(1.0, rel=0.06)


def test_equal_arms_say_so() -> None:
    """A null twin has no ratio, with the reason, and difference 0 with probability 1."""
    x = two_level(10, 1.0, 1.0, seed=9)
    compared = explain_values(x, x.copy(), shared_by(np.arange(20), central=False))
    assert compared["variance_ratio"] is None
    assert compared["variance_ratio_note"] == NO_DIFFERENCE
    assert compared["difference"]["probability_equal"] == 1.0
    assert (compared["difference"]["low"], compared["difference"]["high"]) == (0.0, 0.0)


def test_rounding_is_no_difference() -> None:
    """Arms that differ in the last digits of a large sum count as equal."""
    x = generator(10).normal(1e9, 1e6, size=20)
    compared = explain_values(x, x * (1.0 + 2e-16), shared_by(np.arange(20), central=False))
    assert compared["variance_ratio_note"] == NO_DIFFERENCE


def test_a_constant_difference_has_no_ratio() -> None:
    """A fixed cost on top of equal arms is a difference that chance does not touch."""
    x = generator(11).normal(1e6, 1e5, size=20).round()
    compared = explain_values(x, x + 500.0, shared_by(np.arange(20), central=False))
    assert (compared["variance_ratio"], compared["variance_ratio_note"]) == (None, CONSTANT)
    assert compared["difference"]["mean"] == pytest.approx(500.0)


@pytest.mark.parametrize(
    ("freedom", "table"), [(1, 12.706), (2, 4.303), (10, 2.228), (30, 2.042), (99, 1.984)]
)
def test_t_quantiles(freedom: int, table: float) -> None:
    """The 95% t quantiles are those of printed tables."""
    assert t_quantile(0.95, freedom) == pytest.approx(table, abs=5e-4)


def test_intervals_of_the_mean_cover() -> None:
    """Over 1,000 experiments of 8 pairs the 95% interval holds the true mean in 92-98%.

    Treating the 16 replicates as independent would cover about 85%: the pairs must count as one.
    """
    groups, hits = shared_by(np.arange(16), central=False).clusters, 0
    for seed in range(1000):
        found = estimate(two_level(8, 4.0, 1.0, seed=1000 + seed), groups)
        hits += found["mean_low"] <= 0.0 <= found["mean_high"]
    assert 920 <= hits <= 980


@pytest.mark.parametrize(
    ("draws", "wider"), [(2, True), (3, False), (4, False), (19, False), (50, False)]
)
def test_an_average_of_two_draws_is_known_less_well_than_one_future(
    draws: int, wider: bool
) -> None:
    """With two draws alone the 95% interval of the mean is wider than where one future lies 9 times in 10.

    By hand, where pairs agree: 12.71/√2 standard deviations either way against 6.31·√1.5, of three 4.30/√3
    against 2.92·√(4/3).
    """
    values = np.repeat(np.arange(draws) - (draws - 1) / 2.0, 2)
    found = told(values, shared_by(np.arange(2 * draws), central=False).clusters)
    mean, one = found["mean_high"] - found["mean_low"], found["high"] - found["low"]
    if draws == 2:
        assert (mean, one) == (pytest.approx(12.706, abs=1e-3), pytest.approx(10.935, abs=1e-3))
    assert (mean > one) == wider


def test_range_of_outcomes() -> None:
    """One more of 101 independent runs lies between the fifth from either end 9 times in 10."""
    found = estimate(np.arange(101.0), np.arange(101))
    assert [found["low"], found["mean"], found["high"]] == pytest.approx([4.0, 50.0, 96.0])
    assert found["level"] == 0.9


def test_one_draw_cannot_be_split() -> None:
    """Two replicates of one draw know the luck of the children, say that the rest is not known, and have no t."""
    compared = explain_values(
        np.array([1.0, 2.0]),
        np.array([2.0, 5.0]),
        shared_by(np.arange(2), central=False),
    )
    split = compared["variance_split"]["difference"]
    assert (split["children"], split["years"], split["unknown"]) == (pytest.approx(2.0), None, None)
    assert split["note"] == compared["variance_ratio_note"] == TOO_FEW
    assert compared["difference"]["mean_low"] is None


@pytest.mark.parametrize("central", [False, True])
@pytest.mark.parametrize("replicates", [2, 3, 4, 7])
def test_few_replicates_never_give_nan(replicates: int, central: bool) -> None:
    """Whatever too few cannot tell becomes None with a note, never a number JSON cannot hold."""
    base = generator(12).normal(size=replicates)
    scen = base + generator(13).normal(size=replicates)
    groups = shared_by(np.arange(replicates), central=central)
    compared = explain_values(base, scen, groups)
    json.dumps(compared, allow_nan=False)
    for part in ("baseline", "scenario", "difference"):
        if compared[part]["standard_error"] is None:
            assert compared[part]["note"]
        split = compared["variance_split"][part]
        if split["unknown"] is None:
            assert split["note"]


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("arm", [0, 1])
@pytest.mark.parametrize("replicate", [0, 5])
def test_no_replicate_is_left_out(hole: float, arm: int, replicate: int) -> None:
    """A number that is not finite, in any replicate of either arm, is an error and never dropped."""
    arms = generator(14).normal(size=(2, 6))
    arms[arm, replicate] = hole
    groups = shared_by(np.arange(6), central=False)
    with pytest.raises(ValueError, match="every replicate"):
        compare_values(*arms, groups)


def test_totals() -> None:
    """Flows, time and money add up over the years; stocks and shares are the last year's."""
    yearly = np.array([[1.0, 2.0, 4.0], [3.0, 3.0, 3.0]])
    for kind in ("flow", "time", "money"):
        assert windowed(yearly, kind)[:, -1].tolist() == [7.0, 9.0]
    for kind in ("stock", "share"):
        assert windowed(yearly, kind)[:, -1].tolist() == [4.0, 3.0]
    assert windowed(yearly, "flow")[:, :3].tolist() == yearly.tolist()


def test_bands() -> None:
    """Weekly bands are the mean and the 5%, 50% and 95% points over replicates."""
    x = np.tile(np.arange(101, dtype=np.float32)[:, None], (1, 3))
    assert bands(x) == {
        "mean": [50.0] * 3,
        "low": [5.0] * 3,
        "middle": [50.0] * 3,
        "high": [95.0] * 3,
    }


@given(
    values=st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), min_size=2, max_size=24),
    central=st.booleans(),
)
def test_what_is_told_at_once_is_what_is_told_alone(
    values: list[tuple[float, float]], central: bool
) -> None:
    """Arms and difference together have the bits of each alone, and telling the lucks apart changes none of them."""
    base, scen = (np.array(arm) for arm in zip(*values, strict=True))
    shared = shared_by(np.arange(base.size), central=central)
    found = compare_values(base, scen, shared)
    whole = explain_values(base, scen, shared)
    assert {name: whole[name] for name in found} == found
    gap = paired(base, scen)
    for name, x in (("baseline", base), ("scenario", scen), ("difference", gap)):
        alone = estimate(x, shared.clusters)
        # Of a difference ends that cannot be are cut off.
        kept = [one for one in alone if name != "difference" or one not in ("low", "high")]
        assert {one: found[name][one] for one in kept} == {one: alone[one] for one in kept}
        assert whole["variance_split"][name] == variance_split(x, shared)


def test_arms_and_their_difference_have_one_kind_of_range() -> None:
    """Where the baseline has none in any run, the difference is the scenario's own number, range included."""
    helped = np.random.default_rng(4).normal(36.0, 6.0, 20)
    found = compare_values(np.zeros(20), helped, shared_by(np.arange(20), central=False))
    for end in ("mean", "low", "high"):
        assert found["difference"][end] == pytest.approx(found["scenario"][end])

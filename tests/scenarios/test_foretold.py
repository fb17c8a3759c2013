"""What futures come to at settings nobody has run is foretold as surely as chance there lets it, and no surer."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration.beliefs.authorities.load import profile
from scenarios.compare import compare
from scenarios.comparison import TOTAL
from scenarios.estimate.bank import banks, turning
from scenarios.estimate.estimate import LEAST, Estimator
from scenarios.estimate.foretold import chances, fitted, foretold
from scenarios.estimate.scale import ERROR, HIGH, LOW, MEAN, Scale
from scenarios.estimate.surface import fit_shape, surface
from scenarios.headline import CHILDREN
from scenarios.prediction import LEVEL, t_quantile
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario
from scenarios.settings.setting import turned
from scenarios.usual import MONEY
from scenarios.verdict import TOO_SMALL
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution

#: Settings of a bank, how many can be turned, and new ones that each bank is tried at.
POINTS, TURNED, NEW = 49, 5, 20

type Floats = np.ndarray


def futures_of(means: Floats, errors: Floats) -> Floats:
    """Return numbers of futures that lie three standard errors around their means."""
    return np.stack([means, means - 3.0 * errors, means + 3.0 * errors, errors], axis=-1)


def helped(at: Floats) -> Floats:
    """Return how many are helped: what there is room for, until all who need it are."""
    return np.asarray(
        np.minimum(20.0 * 25.0 ** at[:, 0] * 4.0 ** at[:, 1], 300.0 + 200.0 * at[:, 2])
    )


@given(st.lists(st.floats(0.5, 1e6), min_size=4, max_size=4), st.booleans())
def test_numbers_come_back_from_their_scale(numbers: list[float], multiples: bool) -> None:
    """Onto a scale and back nothing changes, on either."""
    scale = Scale(multiples)
    assert scale.back(scale.of(np.array(numbers))) == pytest.approx(numbers, rel=1e-9)


def test_noise_alone_is_not_taken_for_a_rough_surface() -> None:
    """Where settings change nothing but luck, a new number lies in the range told 85 to 95 times in 100."""
    random, inside, tried = np.random.default_rng(11), 0, 0
    reach = t_quantile(LEVEL, POINTS - 1)
    for _ in range(20):
        at, new = random.random((POINTS, TURNED)), random.random((NEW, TURNED))
        numbers, truth = random.standard_normal(POINTS), random.standard_normal(NEW)
        found = surface(at, numbers[:, None], fit_shape(at, numbers))
        for one, number in zip(new, truth, strict=True):
            inside += bool(abs(found(one)[0] - number) <= reach * found.off(one)[0])
            tried += 1
    assert 0.85 <= inside / tried <= 0.95


@pytest.mark.slow
def test_the_range_is_as_wide_as_chance_is_there() -> None:
    """Luck grows with the first setting from nothing: so does the range, and it holds as often in quiet as in loud places."""
    random, reach = np.random.default_rng(12), t_quantile(LEVEL, POINTS - 1)
    quiet, loud, widths = list[bool](), list[bool](), list[tuple[float, float]]()
    for _ in range(20):
        at, new = random.random((POINTS, 3)), random.random((NEW, 3))
        numbers = futures_of(at[:, 1] + at[:, 0] * random.standard_normal(POINTS), at[:, 0])
        told = foretold(at, numbers_of := Scale().of(numbers), fitted(at, numbers, counted=False))
        assert chances(numbers_of) is not None
        truth = new[:, 1] + new[:, 0] * random.standard_normal(NEW)
        for one, number in zip(new, truth, strict=True):
            found, off = told(one)
            side = quiet if one[0] < 0.5 else loud
            side.append(bool(abs(found[MEAN] - number) <= reach * off[MEAN]))
        ends = (told(np.array([first, 0.5, 0.5]))[1][MEAN] for first in (0.05, 0.95))
        widths.append(tuple(ends))
    assert 0.85 <= np.mean(quiet + loud) <= 0.95
    assert min(np.mean(quiet), np.mean(loud)) >= 0.82
    assert np.median([few / many for few, many in widths]) < 0.4


def test_where_nothing_differs_in_any_future_nothing_is_foretold() -> None:
    """All the same in all futures: no difference, no range."""
    at = np.random.default_rng(13).random((12, 2))
    nothing = np.zeros((12, 4))
    assert chances(nothing) is None
    found, off = foretold(at, nothing, fitted(at, nothing, counted=True))(at[0])
    assert not found.any()
    assert not off.any()


def test_people_helped_are_foretold_as_multiples() -> None:
    """What there is room for multiplies: told to a share of itself, few are told with a narrower range than many."""
    random, reach = np.random.default_rng(14), t_quantile(LEVEL, POINTS - 1)
    inside = list[bool]()
    for _ in range(10):
        at, new = random.random((POINTS, 3)), random.random((NEW, 3))
        means = helped(at) * np.exp(0.03 * random.standard_normal(POINTS))
        numbers = futures_of(means, 0.03 * means)
        shapes = fitted(at, numbers, counted=True)
        assert shapes.scale.multiples
        told = foretold(at, shapes.scale.of(numbers), shapes)
        truth = helped(new) * np.exp(0.03 * random.standard_normal(NEW))
        widths = list[float]()
        for one, number in zip(new, truth, strict=True):
            found, off = told(one)
            low, high = (shapes.scale.back(found + s * reach * off)[MEAN] for s in (-1.0, 1.0))
            inside.append(bool(low <= number <= high))
            widths.append(high - low)
        few, many = helped(new) < 100.0, helped(new) > 300.0
        if few.any() and many.any():
            assert np.median(np.array(widths)[few]) < np.median(np.array(widths)[many])
    assert 0.85 <= np.mean(inside) <= 0.95


@pytest.mark.parametrize("nobody", [0, 3])
def test_what_adds_up_or_may_be_nobody_stays_on_its_own_scale(nobody: int) -> None:
    """Sums are likelier as they are; where nobody is helped at some settings there is no logarithm to take."""
    random = np.random.default_rng(15)
    at = random.random((POINTS, 3))
    means = 50.0 + 300.0 * at[:, 0] + 200.0 * at[:, 1] + random.standard_normal(POINTS)
    if nobody:
        means = helped(at)
        means[:nobody] = 0.0
    numbers = futures_of(means, np.full(POINTS, 2.0))
    assert not fitted(at, numbers, counted=True).scale.multiples


def test_an_end_is_off_by_the_mean_and_by_itself() -> None:
    """Neither less than the mean is, nor more than both together."""
    random = np.random.default_rng(16)
    at = random.random((POINTS, 3))
    errors = 1.0 + at[:, 1] + 0.3 * random.random(POINTS)
    numbers = futures_of(at[:, 0] + 0.2 * random.standard_normal(POINTS), errors)
    shapes = fitted(at, numbers, counted=False)
    told = foretold(at, shapes.scale.of(numbers), shapes)
    there = np.full(3, 0.5)
    found, off = told(there)
    own = told.ends.off(there, found[ERROR] ** 2 / told.usual)
    for end in (LOW, HIGH):
        assert 0.0 <= off[end] <= own[end - LOW]
    assert off[ERROR] == own[ERROR - LOW]


def with_strength(random: np.random.Generator, many: int, beds: float) -> tuple[Floats, Floats]:
    """Return settings, the first of them strength, at two of which there is none; and futures that rise with it."""
    at = random.random((many, 3))
    at[:2, 0] = 0.0
    errors = np.sqrt(at[:, 0]) + beds
    means = -4.0 * at[:, 0] * (1.0 + at[:, 1]) + errors * random.standard_normal(many)
    return at, futures_of(means, errors)


def test_without_any_effect_nothing_is_foretold_for_sure() -> None:
    """Where runs without effects all gave the baseline, any settings without effects are the baseline's own runs."""
    random, reach, inside = np.random.default_rng(17), t_quantile(LEVEL, POINTS - 1), list[bool]()
    for _ in range(20):
        at, numbers = with_strength(random, POINTS, 0.0)
        told = foretold(at, Scale().of(numbers), fitted(at, numbers, counted=False, strength=0))
        found, off = told(np.array([0.0, *random.random(2)]))
        assert not found.any()
        assert not off.any()
        new, truth = with_strength(random, NEW, 0.0)
        for one, number in zip(new[2:], truth[2:, MEAN], strict=True):
            found, off = told(one)
            inside.append(bool(abs(found[MEAN] - number) <= reach * off[MEAN]))
    assert 0.85 <= np.mean(inside) <= 0.95


@pytest.mark.parametrize(("beds", "strength"), [(0.5, 0), (0.0, None)])
def test_without_effects_something_may_differ_all_the_same(
    beds: float, strength: int | None
) -> None:
    """Beds come without effects, and some scenarios have no strength to turn: then nothing is taken for granted."""
    at, numbers = with_strength(np.random.default_rng(18), POINTS, beds)
    shapes = fitted(at, numbers, counted=False, strength=strength)
    assert shapes.mean.rise is None
    assert shapes.ends.rise is None


@pytest.mark.parametrize("seed", [7, 11])
def test_an_estimate_without_effects_is_the_baseline(seed: int) -> None:
    """Of a service without beds: no difference in children and no range, as in the full run; its cost is still a guess.

    At both seeds it changes the number of children at other strengths.
    """
    own = load_scenario("pause")
    request = CompareRequest(
        profile("Rutland").code, scenario=own, years=2, replicates=4, seed=seed
    )
    *_, bank = banks(request, Execution(1), many=LEAST)
    names = [one.name for one in turning(bank.settings)]
    assert (bank.at[:, names.index("strength")] == 0.0).any()
    estimator = Estimator(bank, request.replicates)
    there = {"strength": 0.0, "later": 3.0, "home_week": 9000.0}
    found = estimator.guess(CHILDREN, there)
    assert (found.low, found.mean, found.high) == (0.0, 0.0, 0.0)
    assert found.verdict == TOO_SMALL
    curve = estimator.curve(there)
    assert not np.any([curve.middle, curve.low, curve.high])
    full = compare(
        replace(request, scenario=turned(own, bank.settings, there)),
        execution=Execution(1),
        store="sqlite://",
    )
    (row,) = (r for r in full.measures if r["window"] == TOTAL and r["name"] == CHILDREN)
    assert row["difference"]["mean"] == row["difference"]["high"] == 0.0
    money = estimator.guess(MONEY, there)
    assert money.low < money.high
    # Had one life differed in one run without effects, nothing would be taken for granted.
    values = bank.values.copy()
    without = int(np.flatnonzero(bank.at[:, names.index("strength")] == 0.0)[0])
    values[without, 0, BY_NAME["placement_moves"], 0] += 1.0
    found = Estimator(replace(bank, values=values), request.replicates).guess(CHILDREN, there)
    assert found.low < found.high

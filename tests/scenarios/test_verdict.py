"""The one verdict rule: known answers, what must not change it, and how surely it names an effect."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from scenarios.prediction import future
from scenarios.shared import shared_by
from scenarios.statistics import compare_values
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN, VERDICTS, judgement, verdict

type Floats = NDArray[np.float64]

OPPOSITE = {MORE: FEWER, FEWER: MORE, TOO_SMALL: TOO_SMALL, UNKNOWN: UNKNOWN}
#: Whole numbers keep sums exact, so that equal differences stay equal in any order.
GAPS = st.lists(st.integers(-40, 40), min_size=2, max_size=60).map(lambda x: np.array(x, float))
SIZES = st.integers(1, 30).map(float)


def found(gap: Floats, size: float, *, central: bool = False) -> str:
    """The verdict on paired differences."""
    base = np.full(len(gap), 1000.0)
    groups = shared_by(np.arange(len(gap)), central=central)
    return verdict(compare_values(base, base + gap, groups)["difference"], size)


def said(mean: float, low: float, high: float, size: float) -> str:
    """The verdict on a known range."""
    ends = {"average_low": low, "average_high": high}
    return verdict({"mean": mean, **ends, "standard_error": 1.0}, size)


@pytest.mark.parametrize(
    ("mean", "low", "high", "word"),
    [
        (20.0, 12.0, 28.0, MORE),
        (20.0, 1.0, 39.0, MORE),
        (20.0, -1.0, 41.0, UNKNOWN),
        (9.0, 5.0, 13.0, UNKNOWN),
        (9.0, 8.0, 10.0, TOO_SMALL),
        (0.0, -10.0, 10.0, TOO_SMALL),
        (0.0, -10.5, 10.0, UNKNOWN),
        (0.0, 0.0, 0.0, TOO_SMALL),
        (-20.0, -28.0, -12.0, FEWER),
        (-20.0, -41.0, 1.0, UNKNOWN),
    ],
)
def test_known_ranges(mean: float, low: float, high: float, word: str) -> None:
    """Against a size of 10: side of nothing and average beyond it, within it, or neither."""
    assert said(mean, low, high, 10.0) == word


def test_what_is_not_known_cannot_be_told() -> None:
    """No defined run, and one parameter draw, say nothing, however large the numbers."""
    nothing, groups = np.zeros(0), shared_by(np.arange(0), central=False)
    undefined = compare_values(nothing, nothing, groups)["difference"]
    assert verdict(undefined, 1.0) == UNKNOWN
    assert found(np.array([500.0, 500.0]), 1.0) == UNKNOWN


def test_no_difference_in_any_run_is_too_small() -> None:
    """All differences nothing: too small to matter, even from one draw."""
    assert found(np.zeros(2), 1.0) == TOO_SMALL
    assert found(np.zeros(200), 1.0) == TOO_SMALL


def test_a_trifle_stays_a_trifle() -> None:
    """A sure difference of a tenth of the size is too small from 20 runs and from 20,000."""
    rng = np.random.default_rng(np.random.SeedSequence(3))
    gap = 1.0 + 0.2 * rng.standard_normal(20_000)
    assert {found(gap[:n], 10.0) for n in (20, 40, 200, 2_000, 20_000)} == {TOO_SMALL}


@given(gap=GAPS, size=SIZES)
def test_one_of_four_words(gap: Floats, size: float) -> None:
    """There is no fifth word."""
    assert found(gap, size) in VERDICTS


@given(gap=GAPS, size=SIZES)
def test_turning_signs_turns_the_word(gap: Floats, size: float) -> None:
    """Fewer is more the other way round, and nothing else changes."""
    assert found(-gap, size) == OPPOSITE[found(gap, size)]


@given(gap=GAPS, size=SIZES, by=st.sampled_from([0.25, 4.0, 1024.0]))
def test_units_play_no_part(gap: Floats, size: float, by: float) -> None:
    """Pounds or thousands of pounds give the same word."""
    assert found(by * gap, by * size) == found(gap, size)


@given(gap=GAPS, size=SIZES, data=st.data())
def test_order_plays_no_part(gap: Floats, size: float, data: st.DataObject) -> None:
    """Draws may come in any order, and so may the two runs of a draw."""
    pairs = gap[: len(gap) // 2 * 2].reshape(-1, 2)
    order = data.draw(st.permutations(range(len(pairs))))
    turned = pairs[list(order), ::-1].ravel()
    assert found(turned, size) == found(pairs.ravel(), size)


@given(gap=GAPS, size=SIZES, larger=st.integers(1, 30))
def test_a_larger_size_never_finds_more(gap: Floats, size: float, larger: int) -> None:
    """With a larger size that matters a difference may become too small, never a finding."""
    before, after = found(gap, size), found(gap, size + larger)
    assert after in {before, TOO_SMALL, UNKNOWN}
    assert before != TOO_SMALL or after == TOO_SMALL


@given(gap=GAPS, size=SIZES, shift=st.integers(1, 40))
def test_adding_to_every_run_never_turns_more_away(gap: Floats, size: float, shift: int) -> None:
    """When every run has more, "more" stays and "fewer" is not reached from anything else."""
    before, after = found(gap, size), found(gap + shift, size)
    assert before != MORE or after == MORE
    assert after != FEWER or before == FEWER


@given(gap=GAPS.filter(lambda x: len(x) % 2 == 0), size=SIZES)
def test_the_same_runs_again_change_nothing_opposite(gap: Floats, size: float) -> None:
    """The same draws a second time may make an answer surer, never its opposite."""
    once, twice = found(gap, size), found(np.tile(gap, 2), size)
    assert UNKNOWN in (once, twice) or once == twice


@pytest.mark.parametrize(
    ("word", "better", "said"),
    [
        (MORE, 1, "better"),
        (MORE, -1, "worse"),
        (FEWER, -1, "better"),
        (FEWER, 1, "worse"),
        (MORE, 0, None),
        (TOO_SMALL, -1, None),
        (UNKNOWN, 1, None),
    ],
)
def test_good_and_bad_need_a_direction(word: str, better: int, said: str | None) -> None:
    """Only a known direction of a measure that has a good one is better or worse."""
    assert judgement(word, better) == said


def toy(kind: str, belief: float, draws: int, rng: np.random.Generator, per: int = 2) -> Floats:
    """Differences by draw and run, shape (draws, per); `belief` is its share of the variance."""
    shared = rng.standard_normal((draws, 1))
    z = np.sqrt(belief) * shared + np.sqrt(1.0 - belief) * rng.standard_normal((draws, per))
    if kind == "normal":
        return z
    # Whole numbers, mostly nothing, as differences of small counts are.
    return np.digitize(z, [-2.0, 1.0, 1.6, 2.2]).astype(float) - 1.0


@pytest.mark.parametrize("belief", [0.0, 0.3, 1.0])
@pytest.mark.parametrize(("kind", "most"), [("normal", 0.96), ("counts", 0.985)])
@pytest.mark.parametrize("runs", [10, 20, 40, 100, 200])
def test_the_range_holds_what_it_says(kind: str, most: float, runs: int, belief: float) -> None:
    """A further future lies inside at least 9 times in 10 and hardly more, however few the runs.

    4,000 repeats: 0.885 is three standard errors below 0.9. Plain 5% and 95% points of 20 runs
    hold 0.82. Steps of whole numbers can only be held or not, so they hold more.
    """
    rng = np.random.default_rng(np.random.SeedSequence([runs, int(10 * belief), len(kind)]))
    groups, repeats, inside = shared_by(np.arange(runs), central=False).clusters, 4_000, 0
    for _ in range(repeats):
        x = toy(kind, belief, runs // 2 + 1, rng)
        low, high = future(x[:-1].ravel(), groups)
        inside += low <= x[-1, 0] <= high
    assert 0.885 <= inside / repeats <= most


@pytest.mark.parametrize(("effect", "word", "least"), [(2.0, MORE, 0.95), (0.0, TOO_SMALL, 0.95)])
def test_power_of_200_runs(effect: float, word: str, least: float) -> None:
    """With a spread of two fifths of the size, twice the size is named and nothing is too small.

    The range reaches 0.66 either way: inside a size of 1 by four standard errors of its ends.
    """
    rng = np.random.default_rng(np.random.SeedSequence(11))
    named = [
        found(effect + 0.4 * toy("normal", 0.5, 100, rng).ravel(), 1.0) == word for _ in range(300)
    ]
    assert np.mean(named) >= least


def test_few_runs_are_never_surer_than_many() -> None:
    """On average over samples the range of 20 runs is wider than that of 200."""
    rng = np.random.default_rng(np.random.SeedSequence(12))
    widths: dict[int, list[float]] = {20: [], 200: []}
    for _ in range(200):
        x = toy("normal", 0.5, 100, rng).ravel()
        for runs, kept in widths.items():
            low, high = future(x[:runs], shared_by(np.arange(runs), central=False).clusters)
            kept.append(high - low)
    assert np.mean(widths[20]) > 1.1 * np.mean(widths[200])


def test_opposite_words_between_few_runs_and_many() -> None:
    """Near the size, where words are least sure, 20 and 200 runs hardly ever contradict.

    Effects from nothing to three sizes, spreads from a tenth to twice the size.
    """
    rng = np.random.default_rng(np.random.SeedSequence(13))
    opposite = total = 0
    for effect in np.linspace(0.0, 3.0, 13):
        for spread in (0.1, 0.3, 0.6, 1.0, 2.0):
            for _ in range(10):
                x = effect + spread * toy("normal", 0.5, 100, rng).ravel()
                words: tuple[Any, ...] = (found(x[:20], 1.0), found(x, 1.0))
                opposite += UNKNOWN not in words and words[0] != words[1]
                total += 1
    assert opposite / total <= 0.01

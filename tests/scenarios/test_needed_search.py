"""The search for what would be enough: known roots, errors that are kept, curves that have none."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.needed.search import MOST, Found, Reading, Scale, Verdict, search

RATIO = Scale(0.01, 5.0)


def known(curve: Callable[[float], float], error: float = 0.0) -> Callable[[float], Reading]:
    """Read a curve whose mean is known within an error."""

    def read(value: float) -> Reading:
        mean = curve(value)
        return Reading(value, mean, mean - error, mean + error)

    return read


@given(
    root=st.floats(0.05, 3.0),
    slope=st.floats(0.1, 10.0),
    more=st.booleans(),
    now=st.floats(0.02, 4.0),
)
def test_a_known_root_is_found_on_either_side(
    root: float, slope: float, *, more: bool, now: float
) -> None:
    """A monotone curve without error crosses where it does, whichever way it falls and wherever one stands."""
    way = -1.0 if more else 1.0
    found = search(known(lambda x: way * slope * math.log(x / root)), now, RATIO)
    assert found.verdict is Verdict.CROSSING
    assert found.more is more
    assert found.at == pytest.approx(root, rel=0.05)
    assert len(found.readings) <= MOST


def test_an_error_becomes_an_interval_of_values() -> None:
    """With an error e and a slope s the crossing is known to e / s, and the root lies inside."""
    found = search(known(lambda x: math.log(x / 0.5), 0.2), 1.0, RATIO)
    assert found.low == pytest.approx(0.5 * math.exp(-0.2), rel=0.02)
    assert found.high == pytest.approx(0.5 * math.exp(0.2), rel=0.02)


def test_a_crossing_of_the_average_alone_is_no_crossing() -> None:
    """Where no value is surely enough, no root is named, however the average goes."""
    found = search(known(lambda x: 0.1 * math.log(x / 0.5), 5.0), 1.0, RATIO)
    assert found.verdict is Verdict.UNTOLD
    assert found.at is found.low is found.high is None


@pytest.mark.parametrize(
    ("curve", "verdict"),
    [
        (lambda x: 1.0 + x, Verdict.NEVER),
        (lambda x: -1.0 - x, Verdict.ALWAYS),
        (lambda x: (x - 1.0) ** 2 - 0.5, Verdict.BENT),
        (lambda _: 0.0, Verdict.ALWAYS),
    ],
)
def test_what_has_no_one_crossing_is_said(
    curve: Callable[[float], float], verdict: Verdict
) -> None:
    """Nothing would do, anything would, or more helps and then harms: no root is printed."""
    found = search(known(curve), 1.0, RATIO)
    assert found.verdict is verdict
    assert found.at is None


def test_what_is_best_in_the_middle_is_not_missed() -> None:
    """A curve that is enough only well inside its bounds is not said never to be."""
    found = search(known(lambda x: abs(math.log(x / 0.1)) - 1.0), 1.0, RATIO)
    assert found.verdict is Verdict.BENT


def test_whole_numbers_stay_whole() -> None:
    """Of hubs the first number that is enough is named, and no half hub is ever tried."""
    found = search(known(lambda x: 7.5 - x, 1.0), 1.0, Scale(1.0, 20.0, whole=True))
    assert found == Found(Verdict.CROSSING, found.readings, 8.0, 7.0, 9.0, more=True)
    assert all(one.value == round(one.value) for one in found.readings)


def test_the_interval_holds_the_root_as_often_as_it_says() -> None:
    """On 300 toys of 24 common pairs the 95% interval holds the true root in 90 to 99%."""
    rng, held = np.random.default_rng(1), 0
    for _ in range(300):
        luck = rng.normal(0.0, 1.0, 24)

        def read(value: float, luck: np.ndarray = luck) -> Reading:
            gap = 4.0 * math.log(value / 0.5) + luck
            half = 2.069 * gap.std(ddof=1) / math.sqrt(gap.size)
            return Reading(value, gap.mean(), gap.mean() - half, gap.mean() + half)

        found = search(read, 1.0, RATIO)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.5 <= found.high
    assert 270 <= held <= 297

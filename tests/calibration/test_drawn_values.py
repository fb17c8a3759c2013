"""National values of a draw are worked out once for all councils: what each makes of them stays its own."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.evidence.draw import draw
from calibration.beliefs.parameters import national, parameters_for, supports

COUNCILS = all_profiles()


def same(one: Any, other: Any) -> bool:
    """Whether two sets of values are the same, bit for bit."""
    return one.keys() == other.keys() and all(np.array_equal(one[k], other[k]) for k in one)


@given(
    council=st.sampled_from(COUNCILS),
    other=st.sampled_from(COUNCILS),
    seed=st.integers(1, 3),
    j=st.integers(0, 3),
)
def test_what_is_done_with_one_councils_values_is_seen_by_no_other(
    council: Any, other: Any, seed: int, j: int
) -> None:
    """Whatever is asked for before, set or thrown away, a council's values of a draw are the same."""
    first = parameters_for(council, seed=seed, draw_number=j)
    name = national()[0].name
    spoilt = parameters_for(other, seed=seed, draw_number=j, overrides={name: 0.123})
    assert spoilt[name] == 0.123
    spoilt.clear()
    assert same(parameters_for(council, seed=seed, draw_number=j), first)


def test_a_draw_is_the_registers() -> None:
    """What stands in a council's values and nothing works out anew is what the figures' distributions give."""
    drawn = draw([one.name for one in national()], 2, 3, supports())
    values = parameters_for(COUNCILS[0], seed=2, draw_number=3)
    alike = {name for name, value in drawn.items() if np.array_equal(values[name], value)}
    other = draw([one.name for one in national()], 2, 4, supports())
    moved = {name for name in drawn if not np.array_equal(drawn[name], other[name])}
    assert len(alike) > 0.9 * len(drawn)
    assert len(moved & alike) > 100

"""A hub that acts by its beds and families alone leaves moves, returns home and weeks where they were."""

import pytest
from neutral_hub import BAR, HELD, SHOWN, difference, neutral, pairs

#: The council whose hubs were studied, and pairs enough.
COUNCIL, PAIRS, YEARS = "North Yorkshire", 100, 5
#: Most that half an interval may be, in percent: what the power rests on.
WIDEST = 0.25


@pytest.mark.slow
def test_a_hub_with_no_effect_is_neutral_but_for_its_places() -> None:
    """The whole 90% interval of each mean lies within half a percent, and its places are lived in.

    Power: with half an interval of a quarter of a percent a true change of half a percent gets through once
    in 20 times at most, and one of a whole percent less than once in 10,000.
    """
    arms = pairs(COUNCIL, neutral({}, {}), PAIRS, YEARS, 2)
    for name in HELD:
        base, mean, half = difference(arms[:, :, SHOWN.index(name)])
        assert half < WIDEST / 100 * base, name
        assert abs(mean) + half < BAR / 100 * base, (name, mean / base, half / base)
    lived_in = arms[:, :, SHOWN.index("service_placements")].sum(axis=0)
    assert lived_in[1] > lived_in[0] == 0.0

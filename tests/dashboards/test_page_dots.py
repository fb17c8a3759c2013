"""Possible futures as dots: the library's own, in a unit a threshold can be typed in."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.pages.dots import dots
from dashboards.pages.payload import FIRST
from simulation.outcomes.measures import BY_NAME, MEASURES

VALUES = st.lists(st.floats(-1e8, 1e8).map(lambda v: round(v, 2)), min_size=2, max_size=20)


def found(values: list[float], runs: int = 20) -> dict[str, object]:
    """What comparison.json holds of so many runs, each measure spread alike."""
    return {
        "futures": {"differences": {one.name: sorted(values) for one in MEASURES}},
        "replicates": runs,
        "arms": [{"title": "Baseline"}, {"title": "One hub"}],
    }


@given(VALUES)
def test_every_dot_keeps_its_value_and_lies_between_the_ends(values: list[float]) -> None:
    """In its unit each dot is the library's difference, and nothing and every dot are within reach of the line."""
    told = dots(found(values))
    assert told is not None
    assert [one["name"] for one in told["measures"]] == list(FIRST)
    for one in told["measures"]:
        scale = {"m": 1e6, "k": 1e3, "": 1.0, " points": 0.01}[one["suffix"]]
        assert [v * scale for v in one["values"]] == pytest.approx(sorted(values), rel=1e-8)
        assert [v == 0 for v in one["values"]] == [v == 0 for v in sorted(values)]
        slack = one["step"] * 1e-6
        assert one["low"] - slack <= min(*one["values"], 0)
        assert one["high"] + slack >= max(*one["values"], 0)
        places = (one["high"] - one["low"]) / one["step"]
        assert places == pytest.approx(round(places), abs=1e-6)
        assert places <= 42
        assert math.isclose(round(one["step"], one["decimals"]), one["step"], rel_tol=1e-9)


def test_it_says_what_a_dot_stands_for() -> None:
    """A few runs are shown themselves and counted; of many each dot is one in twenty."""
    few = dots(found([-1.0, 2.0, 3.0], 3))
    assert few is not None
    assert few["title"] == "3 possible futures"
    assert few["caption"].startswith("Each dot is one run.")
    many = dots(found([float(k) for k in range(20)], 1200))
    assert many is not None
    assert many["title"] == "Twenty possible futures"
    assert many["caption"].startswith("Each dot stands for one in 20 of the 1,200 runs.")


def test_money_is_counted_in_what_it_comes_to() -> None:
    """Millions, thousands or pounds by the widest difference; children are children."""
    units = {2.5e6: "£m", 2500.0: "£k", 25.0: "£"}
    for value, unit in units.items():
        told = dots(found([-value, value / 2]))
        assert told is not None
        assert told["measures"][0]["unit"] == unit
        assert told["measures"][1]["unit"] == MEASURES[BY_NAME[FIRST[1]]].unit


def test_the_dots_stand_in_a_table_as_well() -> None:
    """As many rows as dots, a column for each measure, a true minus and the unit on each."""
    told = dots(found([-2.5e6, 0.0, 1e6]))
    assert told is not None
    assert told["table"]["rows"][0]["cells"][:2] == ["1", "−£2.50m"]
    assert told["table"]["rows"][1]["cells"][1] == "£0.00m"
    assert [len(row["cells"]) for row in told["table"]["rows"]] == [1 + len(FIRST)] * 3


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ([0.0] * 20, "from £0 to £0, at least half of them £0 or below."),
        ([-2e6, 1e6, 3e6], "from −£2.0m to +£3.0m, at least half of them +£1.0m or below."),
        ([float(k) * 1e6 for k in range(20)], "at least half of them +£9.0m or below."),
    ],
)
def test_the_words_for_those_who_do_not_see_it_are_true(values: list[float], says: str) -> None:
    """Where nothing differs none is below nothing, and of an odd number no half is."""
    told = dots(found(values))
    assert told is not None
    assert told["measures"][0]["alt"].endswith(says)


def test_without_futures_there_are_no_dots() -> None:
    """A comparison that kept none is shown without."""
    assert dots({"futures": {}}) is None

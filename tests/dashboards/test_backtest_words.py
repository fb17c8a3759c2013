"""What a back-test says: nothing of so few councils, and level, better or behind of many."""

import pytest

from calibration.checks.backtest.rivals import RULES
from calibration.checks.backtest.scorecard import LevelRow, MethodRow, Scorecard
from dashboards.report import backtest_words as say
from dashboards.report.chart_backtest import _KEY, _MARKS


def card(councils: int, inside90: float, quantity: str = "stock") -> Scorecard:
    """Return a card of one row."""
    row = MethodRow(
        2022, 1, quantity, say.SIMULATION, councils, 1.0, 1.0, 1.0, 0.5, inside90, fell_back=0
    )
    return Scorecard((row,), (), (), {2022: []}, {})


@pytest.mark.parametrize(
    ("councils", "inside90", "verdict"),
    [(2, 1.0, say.UNSAID), (35, 1.0, say.UNSAID), (36, 1.0, say.MISSED), (150, 0.9, say.MET)],
)
def test_of_few_councils_nothing_is_said(councils: int, inside90: float, verdict: str) -> None:
    """Two of two inside is no miss of 85 to 95%."""
    ((_, measured, found),) = say.bars(card(councils, inside90))
    assert found == verdict
    assert f"of {councils}" in measured


def test_kinds_of_placement_do_not_make_councils_many() -> None:
    """Ten councils have 60 shares and are still ten councils."""
    ((_, _, found),) = say.bars(card(60, 1.0, "placements"))
    assert found == say.UNSAID


def test_the_sum_counts_what_can_be_said() -> None:
    """Aims nothing can be said of are neither met nor missed."""
    assert say.met(card(2, 1.0)) == "With so few councils nothing can be said of the 1 aims."
    assert say.met(card(150, 0.9)) == "1 of 1 aims were met."


@pytest.mark.parametrize(
    ("councils", "level", "better", "word"),
    [
        (150, True, True, "better"),
        (150, True, False, "level"),
        (150, False, False, "behind"),
        (3, True, True, say.UNSAID),
    ],
)
def test_standing_in_a_word(councils: int, level: bool, better: bool, word: str) -> None:
    """Better goes before level; of few councils neither is said."""
    row = LevelRow(
        1, "stock", (2021, 2022), "pooled", councils, 1.0, 1.0, 0.0, -0.1, 0.1, level, better
    )
    assert say.standing(row) == word
    assert say.together(row) == "2021, 2022, one year on"


def test_every_rival_has_words_and_a_mark() -> None:
    """A reader finds each rule of the tables explained, and each mark in the key."""
    names = {name for rules in RULES.values() for name in rules}
    assert names < set(say.METHODS) == set(_MARKS)
    assert all(name in _KEY for name in names)


def test_rules_that_fell_back_are_told() -> None:
    """The council count of each, in a sentence."""
    row = MethodRow(2022, 1, "stock", "pooled", 150, 1.0, 1.0, 1.0, 0.5, 0.9, fell_back=2)
    (line,) = say.fell_back(Scorecard((row,), (), (), {2022: []}, {}))
    assert "pooled" in line
    assert "2 of 150" in line

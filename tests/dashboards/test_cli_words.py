"""Numbers in words: rounded to what the range supports, never a sign where a word will do."""

import pytest

from scenarios import words


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (412.3, "stock", "412"),
        (8.25, "flow", "8.2"),
        (21345.0, "time", "21,345"),
        (12_340_000.0, "money", "£12.3m"),
        (999_600.0, "money", "£1.0m"),
        (43_210.0, "money", "£43k"),
        (0.0912, "share", "9.1%"),
        (float("nan"), "stock", "not known"),
    ],
)
def test_levels_read_as_in_a_table(value: float, kind: str, said: str) -> None:
    """A level is written with the digits its size carries."""
    assert words.number(value, kind) == said


def test_differences_carry_a_true_minus_and_nothing_for_nothing() -> None:
    """Signs are typographic, and what rounds to nothing has none."""
    assert words.signed(-23.4, "flow") == "−23"
    assert words.signed(4.0, "flow") == "+4.0"
    assert words.signed(0.0, "flow") == "0"
    assert words.signed(-0.01, "flow") == "0.0"
    assert words.signed(-0.012, "share") == "−1.2 points"
    assert words.signed_range(-0.012, 0.02, "share") == "−1.2 to +2.0 points"


@pytest.mark.parametrize(
    ("estimate", "kind", "said"),
    [
        ((-102.0, -170.0, -49.0), "flow", "about 100 fewer (50 to 170 fewer)"),
        ((-4.0, -14.0, 6.0), "stock", "about 4 fewer (14 fewer to 6 more)"),
        ((0.2, -14.0, 16.0), "stock", "about the same (14 fewer to 16 more)"),
        ((-1.23e6, -2.0e6, -0.4e6), "money", "about £1.2m less (£400k to £2.0m less)"),
        ((0.0, 0.0, 0.0), "flow", "no difference"),
        ((3.0, 3.0, 3.0), "flow", "about 3 more (3 to 3 more)"),
        ((5.0e5, 5.0e5, 5.0e5), "money", "about £500k more (£500k to £500k more)"),
    ],
)
def test_prose_rounds_to_what_the_range_supports(
    estimate: tuple[float, float, float], kind: str, said: str
) -> None:
    """A wide range gets round numbers, a sure number its digits."""
    assert words.about(*estimate, kind) == said


@pytest.mark.parametrize(
    ("intervals", "said"),
    [
        ((-30.0, -20.0, -40.0, -5.0), "fewer"),
        ((-12.0, -2.0, -40.0, 20.0), "fewer on average"),
        ((-5.0, 3.0, -40.0, 38.0), "no clear difference"),
        ((2.0, 12.0, 1.0, 20.0), "more"),
        ((0.0, 0.0, 0.0, 0.0), "no difference"),
    ],
)
def test_the_verdict_needs_the_interval_on_one_side(
    intervals: tuple[float, float, float, float], said: str
) -> None:
    """Only a range clear of zero is said without "on average"."""
    assert words.verdict(*intervals, "flow") == said


def test_money_and_shares_have_their_own_words() -> None:
    """Money is less or more, a share lower or higher."""
    assert words.verdict(-2.0, -1.0, -3.0, -0.5, "money") == "less"
    assert words.verdict(1.0, 2.0, 0.5, 3.0, "share") == "higher"

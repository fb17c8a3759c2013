"""Numbers in words: rounded to what the range supports, never a sign where a word will do."""

import pytest

from scenarios import words
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN


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
        ((0.2, -14.0, 16.0), "stock", "on average neither fewer nor more (14 fewer to 16 more)"),
        ((-1.23e6, -2.0e6, -0.4e6), "money", "about £1.2m less (£400k to £2.0m less)"),
        ((0.0, 0.0, 0.0), "flow", "no difference"),
        ((3.0, 3.0, 3.0), "flow", "about 3 more (3 more)"),
        ((5.0e5, 5.0e5, 5.0e5), "money", "about £500k more (£500k more)"),
    ],
)
def test_prose_rounds_to_what_the_range_supports(
    estimate: tuple[float, float, float], kind: str, said: str
) -> None:
    """A wide range gets round numbers, a sure number its digits."""
    assert words.about(*estimate, kind) == said


@pytest.mark.parametrize(
    ("found", "kind", "judgement", "said"),
    [
        (FEWER, "flow", "better", "fewer (better)"),
        (FEWER, "money", "better", "less (better)"),
        (FEWER, "share", None, "less"),
        (MORE, "money", "worse", "more (worse)"),
        (MORE, "stock", None, "more"),
        (TOO_SMALL, "money", None, "too small to matter"),
        (UNKNOWN, "time", None, "cannot be told"),
    ],
)
def test_verdicts_are_written_as_people_say_them(
    found: str, kind: str, judgement: str | None, said: str
) -> None:
    """What is not counted by heads is less, not fewer; good and bad stand in words."""
    assert words.verdict(found, kind, judgement) == said


def test_a_size_is_written_in_its_own_unit() -> None:
    """The size that matters has no sign."""
    assert words.size(10.5, "stock") == "10"
    assert words.size(1.0, "flow") == "1.0"
    assert words.size(250_000.0, "money") == "£250k"
    assert words.size(0.005, "share") == "0.5 points"

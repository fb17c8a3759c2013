"""Level or better than the best rival, over all origins together: made-up scores, known answers."""

from dataclasses import dataclass

import pytest

from calibration.checks.backtest.level import level_row


@dataclass(frozen=True)
class Made:
    """A score that was made up."""

    method: str
    origin: int
    code: str
    crps: float
    what: str = ""


def scores(method: str, *values: float, origin: int = 2021, councils: int = 40) -> list[Made]:
    """Return a method's scores of councils, the values over and over."""
    return [Made(method, origin, f"E{i}", values[i % len(values)]) for i in range(councils)]


def test_one_per_cent_above_is_level_and_more_is_not() -> None:
    """The bar is at most 1% above the best rival."""
    for ours, good in ((20.19, True), (20.21, False)):
        row = level_row([*scores("us", ours), *scores("a", 20.0)], "us", 1, "stock", 1)
        assert row.is_level is good
        assert not row.is_better
        assert row.difference == pytest.approx(ours - 20.0)


def test_lower_is_better_only_when_the_whole_interval_is_below_zero() -> None:
    """A tenth lower everywhere is better; lower in the mean by a few councils' luck is not."""
    sure = level_row([*scores("us", 19.9), *scores("a", 20.0)], "us", 1, "stock", 1)
    assert sure.is_better
    assert sure.is_level
    assert (sure.low, sure.high) == pytest.approx((-0.1, -0.1))
    luck = level_row([*scores("us", 0.0, 39.9), *scores("a", 20.0)], "us", 1, "stock", 1)
    assert luck.ours < luck.theirs
    assert luck.low < 0 < luck.high
    assert not luck.is_better


def test_the_best_rival_is_that_of_all_origins() -> None:
    """A rival that is best at one origin only is not the one of the row."""
    made = [*scores("us", 20.0), *scores("us", 20.0, origin=2022)]
    made += [*scores("a", 10.0), *scores("a", 40.0, origin=2022)]
    made += [*scores("b", 19.0), *scores("b", 21.0, origin=2022)]
    row = level_row(made, "us", 1, "starts", 1)
    assert row.rival == "b"
    assert row.origins == (2021, 2022)
    assert row.councils == 40
    assert (row.ours, row.theirs) == pytest.approx((20.0, 20.0))


def test_a_rival_missing_at_an_origin_is_compared_on_the_others() -> None:
    """Where it is there it beats us, although the mean over all of ours is lower than its own."""
    made = [*scores("us", 5.0), *scores("us", 20.0, origin=2022)]
    made += [*scores("a", 6.0), *scores("a", 21.0, origin=2022)]
    made += scores("late", 18.0, origin=2022)
    row = level_row(made, "us", 1, "placements", 1)
    assert row.rival == "late"
    assert row.origins == (2022,)
    assert row.difference == pytest.approx(2.0)


def test_the_interval_is_over_councils_not_over_their_kinds() -> None:
    """Six kinds that all say the same of a council make it no surer."""
    one = [*scores("us", 18.0, 21.0), *scores("a", 20.0)]
    six = [Made(m.method, m.origin, m.code, m.crps, f"kind {k}") for m in one for k in range(6)]
    lone, many = (level_row(made, "us", 1, "placements", 1) for made in (one, six))
    assert (many.low, many.high) == pytest.approx((lone.low, lone.high))

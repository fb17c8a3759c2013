"""England as the sum of its councils' futures: added future by future, held against what came about."""

from typing import Any

import numpy as np
import pytest

from calibration.checks.backtest.forecast import GROUPS
from calibration.checks.backtest.past import KINDS, past, shares
from calibration.checks.backtest.run import tasks_for
from calibration.checks.backtest.scores import points
from calibration.checks.backtest.together import ENDS, sums

ORIGIN, FUTURES = 2022, 200
#: Of whom every share of placements is known.
COUNCILS = 3


def futures(common: float, own: float, shift: float = 1.0) -> tuple[Any, dict[str, Any]]:
    """Councils whose futures scatter about what came, with a luck that all share and one of each council's."""
    whole = [code for code, mix in shares(ORIGIN + 1).items() if np.isfinite(mix).all()]
    tasks = tasks_for([ORIGIN], (1,), whole[:COUNCILS], FUTURES)
    assert len(tasks) == COUNCILS
    known, rng = past(ORIGIN + 1), np.random.default_rng(5)
    shared = rng.normal(0.0, common, FUTURES)
    found = {}
    for task in tasks:
        many = shift * np.exp(shared + rng.normal(0.0, own, FUTURES))
        stock, starts = (
            getattr(known, name)[task.code][ORIGIN + 1] for name in ("stock", "starts")
        )
        mix = shares(ORIGIN + 1)[task.code]
        found[task.key] = {
            "stock": (stock * many)[:, None].tolist(),
            "starts": (starts * many)[:, None].tolist(),
            "mix": (many[:, None, None] * stock * mix[None, None, :]).tolist(),
        }
    return tasks, found


def test_what_came_about_is_the_councils_own_numbers() -> None:
    """Futures that are what came about have no width and are inside; as many of each kind as were published."""
    found = sums(*futures(0.0, 0.0), 1)
    assert len(KINDS) == len(GROUPS)
    assert {one.what for one in found if one.quantity == "placements"} <= set(KINDS)
    for one in found:
        assert one.middle == pytest.approx(one.outcome, rel=0.01)
        assert one.half_width == pytest.approx(0.0, abs=1e-9)
    stock = next(one for one in found if one.quantity == "stock")
    known = past(ORIGIN + 1).stock
    assert stock.outcome == sum(known[t.code][ORIGIN + 1] for t in futures(0.0, 0.0)[0])


def test_luck_that_all_share_does_not_average_out() -> None:
    """A common luck of 5% leaves England 90% within 8%; luck of each council's own leaves far less."""
    shared, apart = (sums(*futures(*sd), 1)[0] for sd in ((0.05, 0.0), (0.0, 0.05)))
    assert shared.half_width == pytest.approx(1.645 * 0.05, rel=0.15)
    assert apart.half_width < 0.8 * shared.half_width
    assert shared.inside
    assert (shared.low, shared.high) == pytest.approx(tuple(points(_whole(0.05), ENDS)), rel=1e-6)


def _whole(common: float) -> Any:
    tasks, found = futures(common, 0.0)
    return np.sum([np.array(found[task.key]["stock"])[:, 0] for task in tasks], axis=0)


def test_a_future_beside_what_came_is_outside() -> None:
    """Futures a fifth too many with a luck of 5% do not hold what came; their shares still do."""
    counts = {one.quantity: one.inside for one in sums(*futures(0.05, 0.0, 1.2), 1) if not one.what}
    assert counts == {"stock": False, "starts": False}

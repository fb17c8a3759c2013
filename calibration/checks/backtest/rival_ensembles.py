"""Every rival's whole forecast of a council: its members, and whether it had to fall back."""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.asof import nothing_after
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.checks.backtest import pooled, pooled_mix
from calibration.checks.backtest.past import Past, past, shares
from calibration.checks.backtest.rivals import RULES, mix_rivals, told
from calibration.checks.backtest.spread import (
    Spread,
    ensemble,
    share_ensemble,
    share_factor,
    spread_of,
)

Floats = NDArray[np.float64]
SIMULATION: Final = "simulation"
POOLED: Final = "pooled"


@dataclass(frozen=True)
class Members:
    """Hold an ensemble, shape (members, 1), and whether the rule fell back to persistence."""

    values: Floats
    fell_back: bool = False


@of_tables()
def spread(method: str, quantity: str, origin: int, horizon: int) -> Spread:
    """Return a rival's spread as it was known at an origin."""

    def used(view: Past, code: str) -> bool:
        return told(method, view, quantity, code, horizon)

    return spread_of(RULES[quantity][method], quantity, origin, horizon, used)


def count_rivals(view: Past, code: str, quantity: str, horizon: int) -> dict[str, Members]:
    """Return every rival's forecast of a council's stock or starts, behind the guard."""
    found = {}
    with nothing_after(view.until):
        for method, rule in RULES[quantity].items():
            back = not told(method, view, quantity, code, horizon)
            wide = _spread(method, view, code, quantity, horizon, back=back)
            members = ensemble(rule(view, code, horizon), wide)
            found[method] = Members(members[:, None], back)
    return found


def _spread(
    method: str, view: Past, code: str, quantity: str, horizon: int, *, back: bool
) -> Spread:
    """Return how wide a rule's forecast is; one that fell back is as wide as persistence."""
    known = partial(spread, quantity=quantity, origin=view.until, horizon=horizon)
    if back:
        return known("persistence")
    own = pooled.own_spread(view, quantity, code, horizon) if method == POOLED else None
    return known(method) if own is None else own


def share_rivals(origin: int, code: str, horizon: int) -> list[dict[str, Floats]]:
    """Return every rival's forecast of each kind's share, behind the guard; {} where not known."""
    with nothing_after(origin):
        return _share_rivals(origin, code, horizon)


def _share_rivals(origin: int, code: str, horizon: int) -> list[dict[str, Floats]]:
    stock = past(origin).stock[code][origin]
    usual = share_factor(origin, horizon)
    levels = mix_rivals(origin, code, horizon)
    own = pooled_mix.returning(origin, horizon).factor
    found: list[dict[str, Floats]] = []
    for kind, now in enumerate(shares(origin)[code]):
        if np.isnan(now):
            found.append({})
            continue
        found.append(
            {
                method: share_ensemble(
                    float(now if np.isnan(level[kind]) else level[kind]),
                    stock,
                    float(own[kind]) if method == POOLED else usual,
                )[:, None]
                for method, level in levels.items()
            }
        )
    return found

"""The pooled rival for stock and starts: one ridge regression over all councils, and its spread.

A council's log change, less England's, goes with what was known of it before; England's own change
is an AR(1) trend. Everything is learned from years up to the origin.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.asof import nothing_after
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.checks.backtest.known import children, columns, log_change, unaccompanied
from calibration.checks.backtest.national import Trend, trend
from calibration.checks.backtest.past import Past, past
from calibration.checks.backtest.ridge import Ridge, ridge
from calibration.checks.backtest.spread import MEMBERS, Spread, fitted

Floats = NDArray[np.float64]
#: As if every council had been seen so many more years with the volatility of its size.
STEADY: Final = 4.0
#: Fewer councils than this cannot tell slopes.
FEWEST: Final = 30
_HALF: Final = 0.5


@dataclass(frozen=True)
class Pooled:
    """Hold the regression of a quantity as it was learned at an origin.

    Attributes
    ----------
    slopes
        What goes with what was known.
    now
        {ONS code: what is known at the origin, less the mean of all}.
    national
        England's trend.
    spread
        Of a council with the volatility of its size.
    volatility
        {ONS code: times the variance of its size}, shrunk to 1.
    """

    slopes: Ridge
    now: dict[str, Floats]
    national: Trend
    spread: Spread
    volatility: dict[str, float]


@dataclass(frozen=True)
class _Rows:
    codes: list[str]
    known: Floats
    target: Floats
    level: Floats


@of_tables()
def pooled(quantity: str, origin: int, horizon: int) -> Pooled | None:
    """Return what could be learned at an origin; None where no change of that horizon is settled."""
    with nothing_after(origin):
        return learned(past(origin), quantity, horizon)


def learned(view: Past, quantity: str, horizon: int) -> Pooled | None:
    """Return the regression over councils from the years of a view, and their spread."""
    population, alone = children(view.until), unaccompanied(view.until)
    years = range(min(view.england_stock) + 1, view.until + 1)
    known = {year: columns(view, quantity, year, population, alone) for year in years}
    rows = _rows(view, quantity, known, horizon)
    if len(rows.codes) < FEWEST:
        return None
    weights = np.ones(rows.target.size)
    for _ in range(2):
        slopes = ridge(rows.known, rows.target, weights)
        wrong = rows.target - slopes(rows.known)
        common, by_size = fitted(wrong, rows.level)
        weights = 1.0 / (common + by_size / np.maximum(rows.level, 1.0))
    scaled = wrong * np.sqrt(weights)
    shape = np.quantile(scaled, (np.arange(MEMBERS) + _HALF) / MEMBERS)
    return Pooled(
        slopes,
        _centred(known.get(view.until, {})),
        trend(getattr(view, f"england_{quantity}"), view.until, horizon),
        Spread(common, by_size, shape - shape.mean()),
        volatility(rows.codes, scaled),
    )


def volatility(codes: list[str], scaled: Floats) -> dict[str, float]:
    """Return each council's variance over that of its size, shrunk to 1 by `STEADY` years."""
    squares: dict[str, list[float]] = {}
    for code, value in zip(codes, scaled, strict=True):
        squares.setdefault(code, []).append(float(value) ** 2)
    return {code: (sum(own) + STEADY) / (len(own) + STEADY) for code, own in squares.items()}


def _centred(known: dict[str, Floats]) -> dict[str, Floats]:
    if not known:
        return {}
    middle = np.mean(list(known.values()), axis=0)
    return {code: value - middle for code, value in known.items()}


def _rows(view: Past, quantity: str, known: dict[int, dict[str, Floats]], horizon: int) -> _Rows:
    """Return every change that is settled, less the mean of its year, and what was known before."""
    codes: list[str] = []
    rows, targets, levels = [], [], []
    outcome = getattr(view, quantity)
    for year, now in known.items():
        there = {code: now[code] for code in now if year + horizon in outcome[code]}
        if not there:
            continue
        changes = np.array([log_change(outcome[code], year, year + horizon) for code in there])
        codes += there
        rows += list(_centred(there).values())
        targets += list(changes - changes.mean())
        levels += [outcome[code][year] for code in there]
    return _Rows(codes, np.array(rows), np.array(targets), np.array(levels))


def told(view: Past, quantity: str, code: str, horizon: int) -> bool:
    """Say whether the rule can be used for a council; where not it is persistence."""
    found = pooled(quantity, view.until, horizon)
    return found is not None and code in found.now


def level(view: Past, quantity: str, code: str, horizon: int) -> float:
    """Return the pooled forecast of a council, so many years on."""
    now = float(getattr(view, quantity)[code][view.until])
    found = pooled(quantity, view.until, horizon)
    if found is None or code not in found.now:
        return now
    own = float(found.slopes(found.now[code]))
    return max((now + _HALF) * float(np.exp(own + found.national.change)) - _HALF, 0.0)


def own_spread(view: Past, quantity: str, code: str, horizon: int) -> Spread | None:
    """Return the spread of a council: its size's, times its own volatility, and England's misses."""
    found = pooled(quantity, view.until, horizon)
    if found is None:
        return None
    times = found.volatility.get(code, 1.0)
    return Spread(
        times * found.spread.common + found.national.variance,
        times * found.spread.by_size,
        found.spread.shape,
    )

"""The pooled rival for placements: shares return to the mean of councils, kind by kind.

How far they return and how far they spread is learned from changes settled by the origin; half of
England's last change goes on, and half of that in a second year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.asof import nothing_after
from calibration.beliefs.authorities.of_tables import of_tables
from calibration.checks.backtest.past import KINDS, past, shares

Floats = NDArray[np.float64]
#: How much of England's change goes on a year, set beforehand: between not at all and all of it.
HALF: Final = 0.5
#: Rows in which nothing returns that are added to each kind, as it were, in units of its variance.
PENALTY: Final = 25.0
#: Fewer settled changes than this cannot tell a kind's slope or variance.
FEWEST: Final = 30
_LEAST: Final = 1e-3


@dataclass(frozen=True)
class Return:
    """Hold what was learned by kind, each shape (kinds,).

    Attributes
    ----------
    slope
        Part of the distance to the mean of councils that is left behind (below 0: they return).
    middle
        Mean share over councils at the origin.
    national
        England's change that is expected.
    factor
        Times the binomial variance that shares spread.
    """

    slope: Floats
    middle: Floats
    national: Floats
    factor: Floats


@dataclass(frozen=True)
class _Changes:
    """Settled changes of one kind: distance to the mean before, change less the mean's, variance."""

    distance: Floats
    change: Floats
    binomial: Floats


@of_tables()
def returning(origin: int, horizon: int) -> Return:
    """Return how shares return to the mean, as it was known at an origin."""
    with nothing_after(origin):
        stock, mixes = past(origin).stock, _mixes(origin)
        goes_on = sum(HALF**step for step in range(1, horizon + 1))
        national = goes_on * national_change(mixes, stock, origin)
        return learned(mixes, stock, horizon, national)


def _mixes(origin: int) -> dict[int, Mapping[str, Floats]]:
    return {year: found for year in range(origin - 3, origin + 1) if (found := shares(year))}


def national_change(
    mixes: Mapping[int, Mapping[str, Floats]], stock: Mapping[str, Mapping[int, float]], origin: int
) -> Floats:
    """Return England's last change by kind, over councils with both years; 0 where none is known."""
    before, after = mixes.get(origin - 1, {}), mixes[origin]
    both = [code for code in after if code in before and origin in stock.get(code, {})]
    if not both:
        return np.zeros(len(KINDS))
    weights = np.array([stock[code][origin] for code in both])[:, None]
    apart = np.array([after[code] - before[code] for code in both])
    there = np.where(np.isnan(apart), 0.0, weights)
    whole = np.maximum(there.sum(axis=0), 1.0)
    return np.asarray((there * np.nan_to_num(apart)).sum(axis=0) / whole)


def learned(
    mixes: Mapping[int, Mapping[str, Floats]],
    stock: Mapping[str, Mapping[int, float]],
    horizon: int,
    national: Floats,
) -> Return:
    """Return slopes and variances by kind; changes of one year stand in where none is longer."""
    last = max(mixes)
    longer = any(year + horizon in mixes for year in mixes)
    step = horizon if longer else 1
    slope, factor = np.zeros(len(KINDS)), np.full(len(KINDS), np.nan)
    for kind in range(len(KINDS)):
        seen = _changes(mixes, stock, step, kind)
        if seen.change.size < FEWEST:
            continue
        found = kind_slope(seen.distance, seen.change, seen.binomial)
        wrong = seen.change - found * seen.distance
        slope[kind] = (1 + found) ** (horizon / step) - 1
        factor[kind] = float(np.mean(wrong**2 / seen.binomial)) * horizon / step
    # A kind without settled changes spreads as the others do.
    usual = float(np.nanmean(factor)) if np.isfinite(factor).any() else float(horizon)
    middle = np.nanmean(np.array(list(mixes[last].values())), axis=0)
    return Return(slope, middle, national, np.where(np.isnan(factor), usual, factor))


def kind_slope(distance: Floats, change: Floats, binomial: Floats) -> float:
    """Return the slope of changes on distances to the mean, within -1 and 0, with the penalty."""
    weights = binomial.mean() / binomial
    inner = float((weights * distance**2).sum()) + PENALTY * float(distance.var())
    return float(np.clip((weights * distance * change).sum() / max(inner, 1e-12), -1.0, 0.0))


def _changes(
    mixes: Mapping[int, Mapping[str, Floats]],
    stock: Mapping[str, Mapping[int, float]],
    step: int,
    kind: int,
) -> _Changes:
    parts = []
    for year, before in mixes.items():
        after = mixes.get(year + step, {})
        rows = [
            (before[code][kind], after[code][kind], stock[code][year])
            for code in before
            if code in after and year in stock.get(code, {})
        ]
        whole = np.array(rows).reshape(-1, 3)
        whole = whole[np.isfinite(whole).all(axis=1)]
        if not len(whole):
            continue
        old, new, size = whole.T
        change = new - old
        binomial = np.maximum(old * (1 - old), _LEAST) / np.maximum(size, 1.0)
        parts.append(np.array([old - old.mean(), change - change.mean(), binomial]))
    if not parts:
        return _Changes(np.zeros(0), np.zeros(0), np.zeros(0))
    return _Changes(*np.concatenate(parts, axis=1))


def forecast(origin: int, code: str, horizon: int) -> Floats:
    """Return a council's pooled forecast of shares, shape (kinds,)."""
    found, now = returning(origin, horizon), shares(origin)[code]
    return np.asarray(now + found.slope * (now - found.middle) + found.national)

"""Simple forecasts with the same inputs: what the simulation has to beat."""

from collections.abc import Mapping
from statistics import fmean
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import Series
from calibration.beliefs.authorities.load import years
from calibration.checks.backtest import pooled, pooled_mix, smoothing
from calibration.checks.backtest.past import Past, Rule, national_shares, shares

Floats = NDArray[np.float64]
#: Years that a council's own drift or mean is taken over.
YEARS: Final = 3


def _window(series: Series, until: int) -> list[float]:
    """Return the last years there are, oldest first, at most `YEARS` and one before."""
    return [series[year] for year in range(until - YEARS, until + 1) if year in series]


def _growth(series: Series, until: int) -> float:
    """Return the mean yearly log growth over the last years."""
    own = _window(series, until)
    return float(np.log(max(own[-1], 0.5) / max(own[0], 0.5))) / max(len(own) - 1, 1)


def _national(series: Series, until: int, horizon: int) -> float:
    before = series.get(until - 1)
    return 1.0 if before is None else (series[until] / before) ** horizon


def _flow(past: Past, code: str, horizon: int) -> float:
    """Return the stock after years of the mean starts and the mean rate of ending."""
    stock = past.stock[code][past.until]
    starts = fmean(_window(past.starts[code], past.until)[-YEARS:])
    ceases = _window(past.ceases[code], past.until)[-YEARS:]
    held = _window(past.stock[code], past.until)[-len(ceases) :]
    rate = sum(ceases) / sum(held)
    for _ in range(horizon):
        stock += starts - rate * stock
    return max(stock, 1.0)


STOCK: Final[Mapping[str, Rule]] = {
    "persistence": lambda past, code, h: past.stock[code][past.until],
    "national trend": lambda past, code, h: (
        past.stock[code][past.until] * _national(past.england_stock, past.until, h)
    ),
    "local drift": lambda past, code, h: (
        past.stock[code][past.until] * float(np.exp(h * _growth(past.stock[code], past.until)))
    ),
    "stock and flow": _flow,
    "smoothing": lambda past, code, h: smoothing.smoothing(past.stock[code], past.until),
    "damped trend": lambda past, code, h: smoothing.damped_trend(past.stock[code], past.until, h),
    "pooled": lambda past, code, h: pooled.level(past, "stock", code, h),
}
STARTS: Final[Mapping[str, Rule]] = {
    "persistence": lambda past, code, h: past.starts[code][past.until],
    "national trend": lambda past, code, h: (
        past.starts[code][past.until] * _national(past.england_starts, past.until, h)
    ),
    "local drift": lambda past, code, h: (
        past.starts[code][past.until] * float(np.exp(h * _growth(past.starts[code], past.until)))
    ),
    "stock and flow": lambda past, code, h: fmean(_window(past.starts[code], past.until)[-YEARS:]),
    "smoothing": lambda past, code, h: smoothing.smoothing(past.starts[code], past.until),
    "damped trend": lambda past, code, h: smoothing.damped_trend(past.starts[code], past.until, h),
    "pooled": lambda past, code, h: pooled.level(past, "starts", code, h),
}
RULES: Final[Mapping[str, Mapping[str, Rule]]] = {"stock": STOCK, "starts": STARTS}


def told(method: str, past: Past, quantity: str, code: str, horizon: int) -> bool:
    """Say whether a rule can be used; where not, for a short or broken series, it is persistence."""
    if method == "pooled":
        return pooled.told(past, quantity, code, horizon)
    series: Series = getattr(past, quantity)[code]
    needed = smoothing.NEEDED.get(method, 0)
    return len(smoothing.unbroken(series, past.until)) >= needed


def mix_rivals(until: int, code: str, horizon: int) -> dict[str, Floats]:
    """Return each rival's forecast of the shares of placements, shape (kinds,).

    A trend needs two years of profiles; with one year there is none.
    """
    now = shares(until)[code]
    found = {"persistence": now, "pooled": pooled_mix.forecast(until, code, horizon)}
    if until - 1 in years():
        found["national trend"] = now + horizon * (
            national_shares(until) - national_shares(until - 1)
        )
        before = shares(until - 1).get(code, now)
        found["local drift"] = now + horizon * (now - before)
    return {name: np.clip(value, 0.0, 1.0) for name, value in found.items()}

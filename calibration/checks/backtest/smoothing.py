"""Forecasts from a council's own numbers alone: exponential smoothing, and a trend that fades.

The constants are set beforehand, for the years since 2018 are too few to learn them; with constants
given there is nothing left to fit, so that the recursions stand here in full.
"""

from collections.abc import Sequence
from typing import Final

from calibration.beliefs.authorities.history import Series

#: Weight of the newest year: as much as all years before it together, the usual middle.
LEVEL: Final = 0.5
#: Weight of the newest change in the trend: small, for a year's change hardly comes again.
TREND: Final = 0.2
#: How much of a trend is left each further year: low in the usual 0.8 to 0.98, as series are short.
DAMPING: Final = 0.8
#: Years without a gap, up to the origin, that each rule needs; with fewer it is persistence.
NEEDED: Final = {"smoothing": 2, "damped trend": 3}


def unbroken(series: Series, until: int) -> list[float]:
    """Return the numbers of the years without a gap that end with a year, oldest first."""
    found: list[float] = []
    while until in series:
        found.append(series[until])
        until -= 1
    return found[::-1]


def smoothed(values: Sequence[float]) -> float:
    """Return the level of simple exponential smoothing, begun at the first value."""
    level = values[0]
    for value in values[1:]:
        level += LEVEL * (value - level)
    return level


def damped(values: Sequence[float], horizon: int) -> float:
    """Return the forecast of Holt's damped trend, begun at the first value and its first change."""
    level, trend = values[0], values[1] - values[0]
    for value in values[1:]:
        expected = level + DAMPING * trend
        before, level = level, expected + LEVEL * (value - expected)
        trend = DAMPING * trend + TREND * (level - before - DAMPING * trend)
    return level + trend * sum(DAMPING**step for step in range(1, horizon + 1))


def smoothing(series: Series, until: int) -> float:
    """Return a council's smoothed level, or the number of the last year if the series is short."""
    values = unbroken(series, until)
    return smoothed(values) if len(values) >= NEEDED["smoothing"] else series[until]


def damped_trend(series: Series, until: int, horizon: int) -> float:
    """Return a council's damped trend so many years on, or persistence if the series is short."""
    values = unbroken(series, until)
    if len(values) < NEEDED["damped trend"]:
        return series[until]
    return max(damped(values, horizon), 0.0)

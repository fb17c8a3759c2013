"""How well a calibration says what was published: its scorecard, and beside another's on the same numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import erf, exp, log, pi, sqrt
from typing import Any, Final

import numpy as np

from calibration.checks.backtest.scores import bootstrap
from calibration.fitting.targets.target import NINETY
from calibration.joint.result import Calibration

FIT, HOLD = "fit", "hold"
#: How often targets are drawn again for an interval, and the address of the draws.
_TIMES: Final = 2000
_SEED: Final = 1
_FEWEST: Final = 2


@dataclass(frozen=True)
class Scored:
    """Hold how well one published number was said; on the log scale, so 0.01 is about 1%.

    Attributes
    ----------
    inside
        Whether it lies in the 90% interval.
    error
        How far it is from what was expected.
    crps
        Continuous ranked probability score: lower is better.
    """

    inside: bool
    error: float
    crps: float


def scored(found: Calibration, role: str) -> dict[str, Scored]:
    """Return the scores of a calibration's targets of one role, by target, where they were compared."""
    result = found.result
    if "council" in result:
        rows = result["targets"] if role == FIT else result.get("held", ())
        # The same number of another year is another number.
        return {f"{row['measure']} {row.get('year', '')}": _scored(row) for row in rows}
    rows = [row for row in result["targets"] if row["role"] == role and row["compared"]]
    return {row["id"]: _scored(row) for row in rows}


def _scored(row: Mapping[str, Any]) -> Scored:
    away = log(row["published"] / row["predicted"])
    spread = log(row["high"] / row["low"]) / (2 * NINETY)
    return Scored(bool(row["inside"]), abs(away), _crps(away / spread) * spread)


def _crps(z: float) -> float:
    """Return the score of a standard normal forecast."""
    density = exp(-z * z / 2) / sqrt(2 * pi)
    return z * erf(z / sqrt(2)) + 2 * density - 1 / sqrt(pi)


def card(found: Calibration, role: str) -> dict[str, float | int]:
    """Return the means of a calibration's scores of one role: of none, not a number."""
    scores = list(scored(found, role).values())
    each: dict[str, list[float]] = {
        f"{role}_inside": [float(one.inside) for one in scores],
        f"{role}_error": [one.error for one in scores],
        f"{role}_crps": [one.crps for one in scores],
    }
    means = {name: float(np.mean(one)) if one else float("nan") for name, one in each.items()}
    return {f"{role}_compared": len(scores), **means}


def beside(first: Calibration, second: Calibration) -> dict[str, Any]:
    """Return the second's mean score less the first's on what neither has seen, with its 90% interval over targets."""
    a, b = scored(first, HOLD), scored(second, HOLD)
    away = np.array([b[name].crps - a[name].crps for name in a if name in b])
    low = high = float("nan")
    if away.size >= _FEWEST:
        low, high = bootstrap(away, _TIMES, _SEED)
    better = "second" if high < 0 else "first" if low > 0 else "neither"
    return {
        "shared": away.size,
        "crps_difference": float(away.mean()) if away.size else float("nan"),
        "low": low,
        "high": high,
        "better": better if away.size >= _FEWEST else "not known",
    }


def apart(first: Calibration, second: Calibration) -> dict[str, float]:
    """Return how far the posteriors of parameters that both have lie apart, in their standard deviations."""
    a, b = (_by_name(one) for one in (first, second))
    return {
        f"{name}_apart": (b[name]["median"] - one["median"]) / _pooled(one["sd"], b[name]["sd"])
        for name, one in a.items()
        if name in b
    }


def _by_name(found: Calibration) -> dict[str, Any]:
    return {one["name"]: one for one in found.result["parameters"]}


def _pooled(a: float, b: float) -> float:
    return sqrt((a * a + b * b) / 2) or float("nan")

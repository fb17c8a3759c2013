"""What paired replicates say: averages, ranges, and which way they differ."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.average import average_range
from scenarios.clusters import mean_of, standard_error
from scenarios.prediction import LEVEL, future, t_quantile
from scenarios.shared import Shared
from scenarios.variance import ROUNDING, variances

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]

#: Confidence of the interval of the mean, `mean_low` to `mean_high`.
MEAN_LEVEL: Final = 0.95

ONE_DRAW: Final = "Its replicates share one draw, so how sure the mean is cannot be told."
UNDEFINED: Final = "It is not defined in enough replicates."


def compare_values(baseline: Floats, scenario: Floats, shared: Shared) -> dict[str, Any]:
    """Compare one measure over one window.

    Parameters
    ----------
    baseline, scenario
        One value a replicate, shape (replicates,), the same futures in the same order.
    shared
        What replicates share, from `scenarios.shared.shared_by`.

    Returns
    -------
    dict
        `baseline`, `scenario` and `difference`, as `scenarios.comparison.Comparison.measures` describes.
        What cannot be known is None.

    Raises
    ------
    ValueError
        When a number is not finite: to leave a replicate out would change what is compared.
    """
    return _compared(_parts(baseline, scenario), shared)


def explain_values(baseline: Floats, scenario: Floats, shared: Shared) -> dict[str, Any]:
    """Compare one measure over one window, and tell the lucks and what is not known apart.

    Parameters and errors are those of `compare_values`; `variance_ratio`, `variance_ratio_note` and
    `variance_split` come besides.
    """
    parts = _parts(baseline, scenario)
    return _compared(parts, shared) | variances(parts, shared)


def _parts(baseline: Floats, scenario: Floats) -> dict[str, Floats]:
    if not (np.isfinite(baseline).all() and np.isfinite(scenario).all()):
        raise ValueError("every replicate has a finite number in both arms")
    return {"baseline": baseline, "scenario": scenario, "difference": paired(baseline, scenario)}


def _compared(parts: Mapping[str, Floats], shared: Shared) -> dict[str, Any]:
    gap, clusters = parts["difference"], shared.clusters
    compared = estimates(parts, clusters)
    arms = parts["baseline"], parts["scenario"]
    compared["difference"] |= _possible(compared["difference"], *arms)
    compared["difference"] |= on_average(gap, shared, *arms)
    compared["difference"] |= _direction(gap, compared["baseline"]["mean"])
    return compared


def paired(base: Floats, scen: Floats) -> Floats:
    """Return scenario less baseline, with nothing where they differ by rounding alone."""
    gap = scen - base
    gap[np.abs(gap) <= ROUNDING * np.maximum(np.abs(base), np.abs(scen))] = 0.0
    return gap


def estimate(x: Floats, groups: Groups) -> dict[str, Any]:
    """Return the mean, the range of one future and the interval of the mean.

    One more replicate lies between `low` and `high` 9 times in 10. `mean_low` and `mean_high` are a
    t interval whose standard error treats replicates of one draw as one cluster; both are None
    with a single draw.
    """
    return estimates({"x": x}, groups)["x"]


def estimates(parts: Mapping[str, Floats], groups: Groups) -> dict[str, dict[str, Any]]:
    """Return `estimate` of each part, all of the same replicates."""
    if not groups.size:
        names = ("mean", "low", "high", "standard_error", "mean_low", "mean_high")
        empty = {**dict.fromkeys(names), "level": LEVEL, "mean_level": MEAN_LEVEL}
        return {name: {**empty, "note": UNDEFINED} for name in parts}
    return {name: _estimate(x, groups) for name, x in parts.items()}


def _estimate(x: Floats, groups: Groups) -> dict[str, Any]:
    mean = mean_of(x)
    low, high = future(x, groups)
    error, clusters = standard_error(x, groups)
    half = None if error is None else error * t_quantile(MEAN_LEVEL, clusters - 1)
    return {
        "mean": mean,
        "low": low,
        "high": high,
        "level": LEVEL,
        "standard_error": error,
        "mean_low": None if half is None else mean - half,
        "mean_high": None if half is None else mean + half,
        "mean_level": MEAN_LEVEL,
        "note": None if error is not None else ONE_DRAW,
    }


def told(values: Floats, groups: Groups) -> dict[str, Any]:
    """Return a mean, where one more future would lie, and the interval of the mean."""
    found = estimate(values, groups)
    return {name: found[name] for name in ("mean", "low", "high", "mean_low", "mean_high")}


def probability(yes: NDArray[np.bool_], groups: Groups) -> dict[str, Any]:
    """Return in what share of futures something is so, and the interval of that share (Wilson's).

    Futures that share a draw are not independent: it is of as many as would scatter as much.
    """
    from statsmodels.stats.proportion import proportion_confint

    share = float(yes.mean())
    error, many = standard_error(yes.astype(float), groups)
    if error is None:
        return {"mean": share, "mean_low": None, "mean_high": None}
    alike = share * (1.0 - share) / error**2 if error else float(many)
    low, high = proportion_confint(share * alike, alike, 1.0 - MEAN_LEVEL, method="wilson")
    return {"mean": share, "mean_low": float(low), "mean_high": float(high)}


def on_average(gap: Floats, shared: Shared, base: Floats, scen: Floats) -> dict[str, float | None]:
    """Return `average_low` and `average_high`: where the difference lies once luck is averaged out."""
    ends = dict(zip(("low", "high"), average_range(gap, shared), strict=True)) if gap.size else {}
    found = _possible(ends, base, scen)
    return {f"average_{name}": found.get(name) for name in ("low", "high")}


def _possible(ends: Mapping[str, Any], base: Floats, scen: Floats) -> dict[str, Any]:
    """Return the range of one future without what cannot be: nothing less than none, where an arm has none in any run.

    A range of few runs is stretched beyond them, and what services count of themselves would be fewer than nobody.
    """
    low, high = ends.get("low"), ends.get("high")
    if low is None or high is None:
        return {}
    if not base.any() and (scen >= 0).all():
        low = max(low, 0.0)
    elif not scen.any() and (base >= 0).all():
        high = min(high, 0.0)
    return {"low": low, "high": high}


def windowed(values: Floats, kind: str) -> Floats:
    """Add the total to yearly values: shape (replicates, years) becomes (replicates, years + 1).

    Flows, time and money add up; stocks and shares are those of the last year.
    """
    adds_up = kind in ("flow", "time", "money")
    last = values.sum(axis=1, keepdims=True) if adds_up else values[:, -1:]
    return np.concatenate([values, last], axis=1)


def bands(x: NDArray[np.float32]) -> dict[str, list[float]]:
    """Return mean and 5%, 50% and 95% points over replicates of an array (replicates, weeks)."""
    tail = (1.0 - LEVEL) / 2.0
    low, middle, high = np.quantile(x.astype(np.float64), [tail, 0.5, 1.0 - tail], axis=0)
    curves = {"mean": x.mean(axis=0, dtype=np.float64), "low": low, "middle": middle, "high": high}
    return {name: np.round(curve, 3).tolist() for name, curve in curves.items()}


def _direction(gap: Floats, base: float | None) -> dict[str, Any]:
    """Return the difference as a share of the baseline and which way it goes how often."""
    if not gap.size:
        return dict.fromkeys(
            ("relative", "probability_below", "probability_equal", "probability_above"), None
        )
    return {
        "relative": mean_of(gap) / base if base else None,
        "probability_below": np.count_nonzero(gap < 0) / gap.size,
        "probability_equal": np.count_nonzero(gap == 0) / gap.size,
        "probability_above": np.count_nonzero(gap > 0) / gap.size,
    }

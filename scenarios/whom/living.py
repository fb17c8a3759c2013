"""Living in a family: the share of those whom services supported, with them and without."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.clusters import standard_error
from scenarios.prediction import t_quantile
from scenarios.statistics import MEAN_LEVEL
from scenarios.whom.family import FAMILY, GROWN, LATER, OWN, PLACES

type Ints = NDArray[np.int64]
type Numbers = NDArray[np.int64] | NDArray[np.float64]


_NAMES: Final = tuple(PLACES)
_ARMS: Final = ("baseline", "scenario")


def living(lived: Ints, clusters: Ints) -> dict[str, Any]:
    """Return where those lived whose support had ended, and the share that lived in a family.

    Parameters
    ----------
    lived
        Counts of `scenarios.whom.family.after_support`, shape (pairs, arms, moments, places).
    clusters
        Which pairs are not independent of each other, shape (pairs,).

    Returns
    -------
    dict
        `moments`, one mapping for each of `LATER`: `when`, `followed` (young people a run under
        18), `grown_up`, `places` (by arm, mean a run), and `in_family` and `own_family`: shares of
        those followed, `baseline`, `scenario` and `difference` with its interval; None where
        nobody was followed that long. `sentence` says it for the longest time that somebody was.
    """
    moments = [_moment(words, lived[:, :, k], clusters) for k, words in enumerate(LATER.values())]
    return {"moments": moments, "sentence": _sentence(moments)}


def _moment(words: str, lived: Ints, clusters: Ints) -> dict[str, Any]:
    """Return one moment; counts have shape (pairs, arms, places)."""
    grown = lived[:, 0, _NAMES.index(GROWN)]
    followed = lived[:, 0].sum(axis=1) - grown
    means = lived.mean(axis=0)
    return {
        "when": words,
        "followed": float(followed.mean()),
        "grown_up": float(grown.mean()),
        "places": {
            arm: dict(zip(_NAMES, means[a].tolist(), strict=True)) for a, arm in enumerate(_ARMS)
        },
        "in_family": _shares(lived, FAMILY, followed, clusters),
        "own_family": _shares(lived, (OWN,), followed, clusters),
    }


def _shares(
    lived: Ints, places: tuple[str, ...], followed: Ints, clusters: Ints
) -> dict[str, Any] | None:
    """Return the share of those followed who lived in some places, in both arms, and the difference."""
    if not followed.sum():
        return None
    among = [_NAMES.index(name) for name in places]
    without, with_it = (lived[:, arm][:, among].sum(axis=1) for arm in (0, 1))
    return {
        "baseline": float(without.sum() / followed.sum()),
        "scenario": float(with_it.sum() / followed.sum()),
        "difference": ratio(with_it - without, followed, clusters),
    }


def ratio(part: Numbers, whole: Numbers, clusters: Ints) -> dict[str, float | None]:
    """Return a ratio of two sums over pairs and the interval of what it would be over very many.

    The interval is a Student one on the pairs' residuals, clusters kept whole (the usual
    linearisation of a ratio); None with a single cluster.
    """
    found = float(part.sum() / whole.sum())
    # The residuals have mean 0, whatever is taken off them.
    error, many = standard_error(np.asarray(part - found * whole, np.float64), clusters)
    if error is None:
        return {"mean": found, "mean_low": None, "mean_high": None}
    half = error / float(whole.mean()) * t_quantile(MEAN_LEVEL, many - 1)
    return {"mean": found, "mean_low": found - half, "mean_high": found + half}


def _sentence(moments: list[dict[str, Any]]) -> str:
    """Say how many lived in a family, for the longest time after support that anybody was followed."""
    last = next((one for one in reversed(moments) if one["in_family"] is not None), None)
    if last is None:
        return ""
    shares, gap = last["in_family"], last["in_family"]["difference"]
    said = (
        f"{last['when'].capitalize()}, {shares['scenario']:.0%} of those under 18 whom services had "
        f"supported live in a family; without it {shares['baseline']:.0%} of the same young people would"
    )
    if gap["mean_low"] is None:
        return f"{said}."
    mean, low, high = (_points(gap[end]) for end in ("mean", "mean_low", "mean_high"))
    return f"{said} (difference {mean} points, {low} to {high})."


def _points(share: float) -> str:
    """Write a difference of shares in percentage points, with its sign."""
    return f"{100 * share:+.1f}".replace("-", "−")

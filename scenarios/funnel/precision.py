"""How well the shares of a funnel are known, and how many pairs of futures that takes."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from scenarios.clusters import standard_error
from scenarios.funnel.steps import Step
from scenarios.prediction import t_quantile
from scenarios.shared import Shared
from scenarios.statistics import MEAN_LEVEL

#: A share of those who come into care is known well enough within this, either way: leaks that
#: differ by more are told apart.
WITHIN: Final = 0.05
#: Pairs are followed this many at a time, and no more than so many beside a comparison.
BLOCK: Final = 10
MOST: Final = 20


def known_within(every: Sequence[Mapping[str, Any]], shared: Shared) -> float | None:
    """Return how far, either way, the least known share of those who come into care may lie off.

    Parameters
    ----------
    every
        The funnel of all services in each pair, `scenarios.funnel.replicate.Pair.every`.
    shared
        What the pairs share.

    Returns
    -------
    float or None
        Half of the interval that holds the share at `MEAN_LEVEL`, the widest over groups and steps;
        0 where nobody comes into care, None where pairs share one draw or no service comes before care.
    """
    if not every[0]:
        return None
    found = [
        _half_width([one[group]["steps"] for one in every], step.name.lower(), shared)
        for group in every[0]
        for step in Step
        if step > Step.ENTERED
    ]
    return None if None in found else max(one for one in found if one is not None)


def _half_width(steps: Sequence[Mapping[str, int]], name: str, shared: Shared) -> float | None:
    """Return half the interval of one share: a ratio of two averages, its error by draws."""
    entered = np.array([one["entered"] for one in steps], np.float64)
    reached = np.array([one[name] for one in steps], np.float64)
    if entered.sum() == 0.0:
        return 0.0
    share = reached.sum() / entered.sum()
    error, draws = standard_error(reached - share * entered, shared.clusters)
    if error is None:
        return None
    half = t_quantile(MEAN_LEVEL, draws - 1) * error / float(entered.mean())
    return half if math.isfinite(half) else None


def in_words(pairs: int, within: float | None, of: int | None = None) -> str:
    """Say how many pairs were followed, and how well that makes shares known.

    Parameters
    ----------
    of
        How many pairs the comparison beside it has; None when there is none.
    """
    whole = f" of the {of:,}" if of is not None and of > pairs else ""
    followed = f"{pairs:,}{whole} runs were followed person by person"
    if within is None:
        return f"{followed}; how well that makes shares known cannot be told."
    return (
        f"{followed}: each share of those who come into care is known to within "
        f"{100 * within:.1f} percentage points, 19 times in 20."
    )

"""The one rule that says in words what a difference amounts to; every table and chart uses it.

It sets the range of one paired future, chance and belief together, against the size that matters:

- *too small to matter*: the whole range lies within that size, either way;
- *more*, *fewer*: the whole range lies on one side of nothing, and the average beyond that size;
- *cannot be told*: anything else.

The range is that of outcomes, not of their average, so more runs make an answer surer but never
turn a trifle into a finding: what is smaller than the size stays smaller.
"""

from collections.abc import Mapping
from typing import Any, Final

MORE: Final = "more"
FEWER: Final = "fewer"
TOO_SMALL: Final = "too small to matter"
UNKNOWN: Final = "cannot be told"
VERDICTS: Final = (MORE, FEWER, TOO_SMALL, UNKNOWN)

FOR_THE_BETTER: Final = "better"
FOR_THE_WORSE: Final = "worse"


def verdict(difference: Mapping[str, Any], size: float) -> str:
    """Say what a difference amounts to.

    Parameters
    ----------
    difference
        `mean`, `low`, `high` and `standard_error` of `scenarios.statistics.difference_of`.
    size
        The size that matters, in the same unit, above 0.

    Returns
    -------
    str
        One of `VERDICTS`. What differs in no run is too small; what is not defined, or rests on a
        single parameter draw, cannot be told.
    """
    mean, low, high = (difference[name] for name in ("mean", "low", "high"))
    if mean is None:
        return UNKNOWN
    if low == high == 0.0:
        return TOO_SMALL
    if difference["standard_error"] is None:
        return UNKNOWN
    if -size <= low and high <= size:
        return TOO_SMALL
    if low > 0.0 and mean > size:
        return MORE
    if high < 0.0 and mean < -size:
        return FEWER
    return UNKNOWN


def judgement(found: str, better: int) -> str | None:
    """Say whether a verdict is for the better or the worse; None when it is neither.

    `better` is that of the measure: -1 when less is better, +1 when more is, 0 when neither.
    """
    way = {MORE: 1, FEWER: -1}.get(found, 0) * better
    return {1: FOR_THE_BETTER, -1: FOR_THE_WORSE}.get(way)

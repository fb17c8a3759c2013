"""The one rule that says in words what a difference amounts to; every table and chart uses it.

It sets where the difference lies once luck is averaged out, given what is not known, against the size that matters:

- *too small to matter*: the whole range lies within that size, either way;
- *more*, *fewer*: the whole range lies on one side of nothing, and the average beyond that size;
- *cannot be told*: anything else.

More runs take luck out of the range and so make an answer surer, but never turn a trifle into a finding:
what is smaller than the size stays smaller. What is not known stays, however many runs there are. Where one
future of a council may lie, its luck included, is told beside it and is wider.
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
        `mean`, `average_low`, `average_high` and `standard_error` of `scenarios.statistics.compare_values`.
    size
        The size that matters, in the same unit, above 0.

    Returns
    -------
    str
        One of `VERDICTS`. What differs in no run is too small; what is not defined, or rests on a
        single parameter draw, cannot be told.
    """
    mean, low, high = (difference[name] for name in ("mean", "average_low", "average_high"))
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

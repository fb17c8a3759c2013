"""The luck of the years as it could be told at an origin: from years up to it, as far as they go.

How far councils wander from year to year is taken from their starts, ends and shares of placements
up to the origin.
How that splits over ages, how fast it fades and what England does are taken from all years to 2024,
since a few years cannot tell them: `later_figures` says so.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from agents.luck import SERIES, STARTS, Series
from calibration.beliefs.authorities.history import history
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from calibration.beliefs.volatility import SHARES, beyond, published_wandering, table

#: Counts whose changes tell of a series, and the figure that holds what they were over all years.
TOLD_BY: Final[Mapping[Series, str]] = dict.fromkeys(STARTS, "starts") | {Series.EXITS: "ceases"}
#: Shares of placements that tell of how readily a kind is chosen.
PRACTICES: Final = {
    Series.HOMES: "homes",
    Series.SUPPORTED: "supported",
    Series.PARENTS: "parents",
    Series.OTHER_RESIDENTIAL: "other_residential",
    Series.ADOPTION: "adoption",
}
#: Years of counts that tell anything: two changes.
_FEWEST: Final = 3


def years_up_to(origin: int) -> dict[str, Any]:
    """Return the spread of councils' luck of the years as it was known at an origin."""
    scale = np.ones(len(SERIES))
    published = dict(zip(("starts", "ceases"), leaves(figure("years_beyond").value), strict=True))
    for series, measure in TOLD_BY.items():
        counts = table(history(measure, origin), origin)
        if counts.shape[1] >= _FEWEST:
            scale[series] = beyond(counts) / published[measure]
    moved = dict(zip(SHARES, leaves(figure("years_wandering").value), strict=True))
    for series, choice in PRACTICES.items():
        seen = published_wandering(choice, origin)
        if np.isfinite(seen):
            scale[series] = seen / moved[choice]
    return {"years_council_sd": tuple(np.asarray(figure("years_council_sd").value) * scale)}

"""England's trend as an AR(1): next year's change is a part of this year's, learned with a penalty."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import Series

Floats = NDArray[np.float64]
#: What is believed of the part before any change is seen: half of a change comes again.
PART: Final = 0.5
#: How many pairs of years that belief counts for: about as many as there are at an origin.
PAIRS: Final = 3.0
_TINY: Final = 1e-12


@dataclass(frozen=True)
class Trend:
    """Hold England's forecast: the log change so many years on, and the variance it may miss by."""

    change: float
    variance: float


def trend(series: Series, until: int, horizon: int) -> Trend:
    """Return England's AR(1) trend from its years up to one; no change where none is known."""
    known = sorted(year for year in series if year <= until)
    changes = np.diff(np.log([series[year] for year in known]))
    if changes.size == 0:
        return Trend(0.0, 0.0)
    part = learned(changes)
    before = np.concatenate([[0.0], changes[:-1]])
    variance = float(np.mean((changes - part * before) ** 2))
    powers = part ** np.arange(1, horizon + 1)
    # A miss of the first year goes on into the second as far as changes do.
    carried = np.array([sum(part**step for step in range(h)) for h in range(1, horizon + 1)])
    return Trend(float(changes[-1] * powers.sum()), variance * float((carried**2).sum()))


def learned(changes: Floats) -> float:
    """Return the part of a change that comes again, shrunk to what is believed beforehand."""
    size = float(np.mean(changes**2)) + _TINY
    before, after = changes[:-1], changes[1:]
    upper = float(before @ after) + PAIRS * size * PART
    return float(np.clip(upper / (float(before @ before) + PAIRS * size), 0.0, 1.0))

"""How far councils' yearly counts wander beyond what Poisson counts would."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.history import Series

type Floats = NDArray[np.float64]

#: Smallest count whose logarithm is taken.
FLOOR: Final = 20.0


def changes(counts: Floats, lag: int = 1, floor: float = FLOOR) -> tuple[Floats, Floats]:
    """Return log changes net of all councils' together, and what Poisson counts would add to them.

    Parameters
    ----------
    counts
        Shape (councils, years); nan where there is none.
    lag
        Years between two counts.
    floor
        Changes from or to a smaller count are left out.

    Returns
    -------
    tuple
        Two arrays of shape (changes,): log changes less that of the sum of the same councils, and
        the variances 1/n + 1/m.
    """
    before, after = counts[:, :-lag], counts[:, lag:]
    with np.errstate(invalid="ignore", divide="ignore"):
        large = (before >= floor) & (after >= floor)
        log, poisson = np.log(after / before), 1.0 / before + 1.0 / after
    sums = (np.where(large, one, 0.0).sum(axis=0) for one in (after, before))
    with np.errstate(invalid="ignore", divide="ignore"):
        nation = np.log(np.divide(*sums))
    return (log - nation)[large], poisson[large]


def beyond(counts: Floats, floor: float = FLOOR) -> float:
    """Return the standard deviation of yearly log changes beyond Poisson; 0 if there is none."""
    net, poisson = changes(counts, floor=floor)
    return float(np.sqrt(max(0.0, float(np.mean(net**2) - np.mean(poisson)))))


def table(series: Mapping[str, Series], until: int) -> Floats:
    """Return councils' counts of consecutive years up to one, shape (councils, years), nan for none."""
    first = min(year for own in series.values() for year in own)
    span = range(first, until + 1)
    return np.array([[own.get(year, np.nan) for year in span] for own in series.values()])

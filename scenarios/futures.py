"""Twenty possible futures: how a difference is spread, as things that can be counted."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.gather import Gathered
from scenarios.statistics import paired, windowed
from scenarios.usual import MONEY
from simulation.outcomes.measures import BY_NAME, MEASURES

type Floats = NDArray[np.float64]

#: So many futures can be told apart at a glance, and counted.
MOST: Final = 20


def futures_of(gathered: Gathered) -> dict[str, Any]:
    """Return how the paired differences over the whole horizon are spread.

    Returns
    -------
    dict
        `differences`: for each measure, from least to most, every run's, or of more than `MOST` runs
        so many of them that each stands for as many as any other. `paid_back`: for each year, the
        share of runs in which the council has by its end, and ever after, spent no more in all than
        without the scenario, undiscounted.
    """
    differences = {}
    for measure in MEASURES:
        base, scen = (
            windowed(arm[:, BY_NAME[measure.name], :], measure.kind)[:, -1]
            for arm in gathered.values
        )
        differences[measure.name] = [float(one) for one in spread(paired(base, scen))]
    return {"differences": differences, "paid_back": paid_back(gathered)}


def spread(x: Floats) -> Floats:
    """Return values from least to most; of more than `MOST` so many that each stands for equally many."""
    if x.size <= MOST:
        return np.sort(x)
    return np.quantile(x, (np.arange(MOST) + 0.5) / MOST, method="inverted_cdf")


def paid_back(gathered: Gathered) -> list[float]:
    """Return by year the share of runs in which the scenario has paid for itself for the council, for good."""
    base, scen = gathered.values[:, :, BY_NAME[MONEY], :]
    more = paired(base.cumsum(axis=1), scen.cumsum(axis=1)) > 0.0
    ever_after = ~np.logical_or.accumulate(more[:, ::-1], axis=1)[:, ::-1]
    return [float(share) for share in ever_after.mean(axis=0)]


def break_even(shares: Mapping[int, float], tail: float) -> tuple[int | None, int | None]:
    """Return the years by which a share `tail`, and all but that share, of runs have paid for themselves.

    None stands for later than the horizon.
    """
    early = next((year for year, share in shares.items() if share >= tail), None)
    late = next((year for year, share in shares.items() if share >= 1.0 - tail), None)
    return early, late

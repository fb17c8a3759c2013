"""England's patterns as the sum of its councils, or of one sample the size of a large council."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import all_profiles, england
from calibration.beliefs.parameters import parameters_for
from calibration.fitting.patterns.catalogue import counts, statistics
from calibration.fitting.patterns.record import Floats, record_run

#: Years simulated: patterns of two years running need two.
YEARS: Final = 2
#: Code of the sample of England, which addresses its draws.
SAMPLE: Final = "ENGLAND-SAMPLE"


def sample_of_england(year: int, looked_after: float) -> AuthorityProfile:
    """Return a council with England's make-up and a given number of children looked after."""
    whole = england(year)
    share = looked_after / whole["cla"]
    figures = {name: value * share for name, value in whole.counts.items()}
    return AuthorityProfile(SAMPLE, "A sample of England", "England", year, figures)


def council_counts(
    council: AuthorityProfile, overrides: Mapping[str, Any], seed: int, replicate: int = 0
) -> Floats:
    """Return a council's counts, shape (statistics, 2), at central values but for the overrides."""
    parameters = parameters_for(council, overrides=overrides)
    return counts(record_run(council, parameters, seed, replicate, YEARS))


def england_counts(
    year: int,
    overrides: Mapping[str, Any] | None = None,
    *,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Return the counts of all councils together, shape (statistics, 2)."""
    councils = all_profiles(year)
    n, changed = len(councils), dict(overrides or {})
    shared = ([changed] * n, [seed] * n)
    results = (
        map(council_counts, councils, *shared)
        if executor is None
        else executor.map(council_counts, councils, *shared, chunksize=4)
    )
    whole = np.zeros((len(statistics()), 2))
    for done, own in enumerate(results, start=1):
        whole += own
        if progress is not None:
            progress(done, n)
    return whole


def shown(counted: Floats, size: float = 1.0) -> Floats:
    """Return counts (over `size`) and shares on the log scale, shape (..., statistics).

    Parameters
    ----------
    counted
        Shape (..., statistics, 2): count and what it is out of.
    size
        How many times England the counted children are; counts are divided by it.
    """
    is_share = np.array([one.is_share for one in statistics().values()])
    out_of = np.where(is_share, counted[..., 1], size)
    # Nobody at all counts as half a child: a logarithm needs somebody.
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log(np.maximum(counted[..., 0], 0.5) / out_of)
    return np.where(np.isfinite(logs), logs, np.nan)

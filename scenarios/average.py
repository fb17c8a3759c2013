"""Where a difference lies once luck is averaged out: what is believed and not known, and how few the runs are.

The average over all luck at one draw of what is not known is never seen: only the mean of the draw's few runs is,
with luck in it. So means of draws spread wider than what is not known makes them. They are drawn together to
where they would lie without it.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtri

from scenarios.clusters import standard_error
from scenarios.prediction import LEVEL, future, t_quantile
from scenarios.shared import PAIR, Groups, Shared
from scenarios.verdict import verdict

type Floats = NDArray[np.float64]

#: How surely what is not known spreads no wider than it is taken to: luck hides it the more the fewer the runs.
SURELY: Final = 0.9


def average_range(x: Floats, shared: Shared) -> tuple[float, float]:
    """Return where the average over luck lies 9 times in 10, at a draw of what is not known not yet seen.

    The more runs there are, the less of their luck is left in it; what is not known stays. With central parameters
    nothing is unknown, and it is the interval of the mean. It holds what it says whether nothing, part or all of
    the spread is not known, with 10 runs and with 200 (tests/scenarios/test_average.py).

    Parameters
    ----------
    x
        One value a replicate, shape (replicates,), at least one.
    shared
        What replicates share.

    Source: a mean square and its chi-square distribution bound a variance component between groups from above;
    Searle, Casella and McCulloch, Variance Components (1992). That it covers was simulated.
    """
    if shared.central:
        error, clusters = standard_error(x, shared.clusters)
        mean, reach = float(x.mean()), t_quantile(LEVEL, clusters - 1) * error if error else 0.0
        return mean - reach, mean + reach
    draws = shared.by_draws
    means = np.sort(draws.means(x))
    many = means.size
    if many < PAIR or means[0] == means[-1]:
        return float(means[0]), float(means[-1])
    # Summed exactly, so that the order of draws and a change of sign change no bit.
    middle = math.fsum(means) / many
    spread = math.fsum((means - middle) ** 2)
    unknown = max(0.0, spread / float(chdtri(many - 1, SURELY)) - _luck(x, draws))
    kept = math.sqrt(min(1.0, unknown * (many - 1) / spread + 1.0 / many))
    return future(middle + kept * (means - middle), np.arange(many))


def _luck(x: Floats, draws: Groups) -> float:
    """Return the variance that luck gives the mean of a draw's runs; 0 where each draw has one run."""
    free = x.size - draws.size.size
    inside = x - draws.means(x)[draws.of]
    return math.fsum(inside**2) / free / float(draws.size.mean()) if free else 0.0


def with_many_runs(difference: Mapping[str, Any], unknown: float, size: float) -> str:
    """Say what a difference would amount to, were there so many runs that no luck is left in its average.

    Parameters
    ----------
    difference
        As for `scenarios.verdict.verdict`.
    unknown
        Variance of the difference that is not known, as its split has it.
    size
        The size that matters, in the same unit, above 0.
    """
    mean = difference["mean"]
    reach = t_quantile(LEVEL, math.inf) * math.sqrt(unknown)
    ends = {"average_low": mean - reach, "average_high": mean + reach}
    return verdict({**difference, **ends}, size)

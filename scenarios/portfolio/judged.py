"""How surely one mix is the best: shares of futures, regret, and of the means."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.portfolio.mix import Mix
from scenarios.portfolio.search import Trial
from scenarios.statistics import probability, told

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]

#: Samples of futures drawn anew, draws kept whole.
_SAMPLES: Final = 2000


def judged(finalists: Mapping[Mix, Trial], groups: Groups, seed: int) -> list[dict[str, Any]]:
    """Return for each finalist, and for nothing, what it does, costs, and how surely it is the best.

    Returns
    -------
    list of dict
        `mix`; `better` and `cost`; `best_in`, the share of futures in which none does better (ties
        are shared out); `surely_best`, in what share of samples of futures its mean is the best;
        `regret`, how much less it does on average than the best of each future; `apart`, how much less
        than the first; `told_apart`, whether that interval leaves 0 out.
    """
    mixes = [*finalists, Mix()]
    effects = np.array([*(one[0] for one in finalists.values()), np.zeros(groups.size)])
    costs = np.array([*(one[1] for one in finalists.values()), np.zeros(groups.size)])
    order = np.argsort(-effects.mean(axis=1), kind="stable")
    effects, costs = effects[order], costs[order]
    most = effects.max(axis=0)
    ties = effects == most
    shares = (ties / ties.sum(axis=0)).mean(axis=1)
    surely = _surely(effects, groups, seed)
    rows = []
    for k, place in enumerate(order):
        apart = told(effects[0] - effects[k], groups)
        rows.append(
            {
                "mix": mixes[place],
                "better": told(effects[k], groups),
                "cost": told(costs[k], groups),
                "helps": probability(effects[k] > 0.0, groups),
                "best_in": float(shares[k]),
                "surely_best": float(surely[k]),
                "regret": told(most - effects[k], groups),
                "apart": apart,
                "told_apart": k > 0 and apart["mean_low"] is not None and apart["mean_low"] > 0.0,
            }
        )
    return rows


def _surely(effects: Floats, groups: Groups, seed: int) -> Floats:
    """Return in what share of samples each mean is the best; ties are shared out."""
    number = np.unique(groups, return_inverse=True)[1]
    sums = np.array([np.bincount(number, one) for one in effects])
    sizes = np.bincount(number)
    random = np.random.default_rng(seed)
    drawn = random.multinomial(sizes.size, np.full(sizes.size, 1.0 / sizes.size), _SAMPLES)
    means = (drawn @ sums.T) / (drawn @ sizes)[:, None]
    ties = means == means.max(axis=1, keepdims=True)
    return np.asarray((ties / ties.sum(axis=1, keepdims=True)).mean(axis=0))

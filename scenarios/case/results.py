"""What a case comes to in one view: present values, ratio, probability of saving, payback."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.case.appraise import Books, View
from scenarios.clusters import standard_error
from scenarios.prediction import t_quantile
from scenarios.statistics import MEAN_LEVEL, probability, told

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]


def in_view(books: Books, view: View, groups: Groups) -> dict[str, Any]:
    """Return everything a case comes to in one view, discounted unless it says otherwise."""
    spent, saved = books.spent(view), books.saved(view)
    net = saved - spent
    yearly = books.by_year(view)
    return {
        "spent": told(spent, groups),
        "saved": told(saved, groups),
        "net": told(net, groups),
        "ratio": ratio(saved, spent, groups),
        "saves": probability(net > 0.0, groups),
        "by_year": [
            {"spent": told(a, groups), "saved": told(b, groups), "net": told(b - a, groups)}
            for a, b in zip(*(one.T for one in yearly), strict=True)
        ],
        "payback": _payback(yearly[1] - yearly[0], books.factors, groups),
    }


def ratio(saved: Floats, spent: Floats, groups: Groups) -> dict[str, Any] | None:
    """Return benefits over costs: of the means, with its interval (delta method); None for no cost."""
    cost = float(spent.mean())
    if cost <= 0.0:
        return None
    mean = float(saved.mean()) / cost
    error, clusters = standard_error((saved - mean * spent) / cost, groups)
    half = None if error is None else error * t_quantile(MEAN_LEVEL, clusters - 1)
    return {
        "mean": mean,
        "mean_low": None if half is None else mean - half,
        "mean_high": None if half is None else mean + half,
    }


def _payback(net: Floats, factors: Floats, groups: Groups) -> dict[str, Any]:
    """Return in which year what was spent is back for good, on average, and how surely by each year."""
    running = np.cumsum(net * factors, axis=1)
    middle = running.mean(axis=0)
    behind = np.flatnonzero(middle < 0.0)
    year = 1 if behind.size == 0 else int(behind[-1]) + 2
    return {
        "year": year if year <= middle.size else None,
        "cumulative": [float(one) for one in middle],
        "back_by": [probability(one >= 0.0, groups) for one in running.T],
    }

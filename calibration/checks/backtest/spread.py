"""How wide a forecast must be: from the errors the same rule made before, by size of council."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.authorities.of_tables import of_tables
from calibration.checks.backtest.past import Past, Rule, past, shares

Floats = NDArray[np.float64]
#: Members of a rival's ensemble, at evenly spread probabilities.
MEMBERS: Final = 199
_HALF: Final = 0.5
_TINY: Final = 1e-6


@dataclass(frozen=True)
class Spread:
    """Hold how a rule's log errors spread.

    Attributes
    ----------
    common, by_size
        Variance of the log error is common + by_size / level.
    shape
        Errors over their standard deviation at evenly spread probabilities, shape (members,).
    """

    common: float
    by_size: float
    shape: Floats

    def variance(self, level: float) -> float:
        """Return the variance of the log error of a council of some level."""
        return self.common + self.by_size / max(level, 1.0)


def _always(_view: Past, _code: str) -> bool:
    return True


def errors(
    rule: Rule,
    quantity: str,
    until: int,
    horizon: int,
    told: Callable[[Past, str], bool] = _always,
) -> tuple[Floats, Floats]:
    """Return a rule's past log errors and the levels forecast, all settled by `until`.

    Years in which a trend could not be told yet are left out, and councils for which `told` says
    that the rule had to fall back on another.
    """
    first = min(past(until).england_stock) + 1
    found: list[tuple[float, float]] = []
    for year in range(first, until - horizon + 1):
        view = past(year)
        outcome: Mapping[str, Mapping[int, float]] = getattr(past(until), quantity)
        for code in view.codes():
            if year + horizon in outcome[code] and told(view, code):
                level = rule(view, code, horizon)
                seen = outcome[code][year + horizon]
                found.append((float(np.log((seen + _HALF) / (level + _HALF))), level))
    if not found:
        return np.zeros(0), np.zeros(0)
    whole = np.array(found)
    return whole[:, 0], whole[:, 1]


def spread_of(
    rule: Rule,
    quantity: str,
    until: int,
    horizon: int,
    told: Callable[[Past, str], bool] = _always,
) -> Spread:
    """Return the spread of a rule's forecasts so many years on, learned from its past errors.

    Where no error of that horizon is settled yet, one-year variances are multiplied by the horizon.
    """
    times = 1.0
    wrong, level = errors(rule, quantity, until, horizon, told)
    if wrong.size == 0:
        times = float(horizon)
        wrong, level = errors(rule, quantity, until, 1, told)
    common, by_size = fitted(wrong, level)
    scaled = wrong / np.sqrt(common + by_size / np.maximum(level, 1.0))
    probabilities = (np.arange(MEMBERS) + _HALF) / MEMBERS
    shape = np.quantile(scaled, probabilities)
    # Past errors happened to lean one way; a rule that knew it would not have.
    return Spread(times * common, times * by_size, shape - shape.mean())


def fitted(wrong: Floats, level: Floats) -> tuple[float, float]:
    """Return variance = common + by_size / level that fits squared errors best, both at least 0."""
    from scipy.optimize import nnls

    wrong = wrong - wrong.mean()
    design = np.column_stack([np.ones(level.size), 1.0 / np.maximum(level, 1.0)])
    # Squared errors scatter as their own size: weigh by the fit of a first round.
    weights = np.ones(level.size)
    found = np.array([wrong.var(), 0.0])
    for _ in range(3):
        found, _ = nnls(design * weights[:, None], wrong**2 * weights)
        weights = 1.0 / np.maximum(design @ found, _TINY)
    return max(float(found[0]), _TINY), float(found[1])


def ensemble(level: float, spread: Spread) -> Floats:
    """Return a rival's ensemble around its forecast, shape (members,)."""
    sd = float(np.sqrt(spread.variance(level)))
    return np.maximum((level + _HALF) * np.exp(sd * spread.shape) - _HALF, 0.0)


@of_tables()
def share_factor(until: int, horizon: int) -> float:
    """Return how many times the binomial variance shares of placements moved in so many years."""
    for step in (horizon, 1):
        terms = [_moves(year, year + step) for year in range(until - 4, until - step + 1)]
        whole = np.concatenate(terms) if terms else np.zeros(0)
        if whole.size:
            return float(whole.mean()) * (horizon / step)
    return float(horizon)


def _moves(before: int, after: int) -> Floats:
    """Return squared moves of shares over their binomial variance, all councils and kinds."""
    old, new, stock = shares(before), shares(after), past(after).stock
    rows = [
        (new[code] - old[code]) ** 2
        * stock[code][before]
        / np.maximum(old[code] * (1 - old[code]), 1e-3)
        for code in old
        if code in new and before in stock[code]
    ]
    whole = np.concatenate(rows) if rows else np.zeros(0)
    return whole[np.isfinite(whole)]


def share_ensemble(share: float, stock: float, factor: float) -> Floats:
    """Return an ensemble of a share of placements, shape (members,), within 0 and 1."""
    from scipy.special import ndtri

    sd = np.sqrt(factor * max(share * (1 - share), 1e-3) / max(stock, 1.0))
    probabilities = (np.arange(MEMBERS) + _HALF) / MEMBERS
    return np.asarray(np.clip(share + sd * ndtri(probabilities), 0.0, 1.0))

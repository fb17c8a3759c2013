"""A finished forecast: children by kind of placement, age and area, places, and spending, by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.case.lines import PricedLine
from scenarios.forecast.counted import AGES, CALLED, GROUPS, WITH_PLACES
from scenarios.forecast.pair import Future
from scenarios.statistics import told
from simulation.outcomes.measures import BY_NAME, MEASURES

type Floats = NDArray[np.float64]
type Groups = NDArray[np.intp]

#: Measures a planner looks at besides the number of children, by year.
FLOWS: Final = (
    "care_entries",
    "exits",
    "placement_moves",
    "missing_episodes",
    "unregistered_weeks",
    "over_20_miles",
)
#: Shares of futures for which places have to be found.
_SURE: Final = (0.5, 0.95)


@dataclass(frozen=True, eq=False)
class Spread:
    """Hold one arm of all futures.

    Attributes
    ----------
    children
        Shape (futures, years + 1, ages, groups, 2): the start, then each 31 March; inside, outside.
    places
        Shape (futures, years + 1, groups with places).
    values
        Shape (futures, measures, years).
    pounds
        What each placement costs at the prices in use, shape (futures, lines, years).
    """

    children: Floats
    places: Floats
    values: Floats
    pounds: Floats

    @classmethod
    def of(cls, futures: Sequence[Future], lines: Sequence[PricedLine]) -> "Spread":
        """Put the futures of one arm together; a price of one's own scales its line in every future."""
        return cls(
            np.array([[one.children for one in future.marches] for future in futures]),
            np.array([[one.places for one in future.marches] for future in futures]),
            np.array([future.values for future in futures]),
            np.array([[_pounds(future, one) for one in lines] for future in futures]),
        )


def _pounds(future: Future, one: PricedLine) -> Floats:
    """Return what a line costs by year: nothing where it costs nothing in that future."""
    return future.bill.get(one.line, np.zeros(future.values.shape[-1])) * one.ratio


def arm(
    spread: Spread, lines: Sequence[PricedLine], inflation: float, groups: Groups
) -> dict[str, Any]:
    """Return what one arm forecasts, as plain data.

    Parameters
    ----------
    lines
        Those of placements, in the order of the spread.
    inflation
        By which share prices rise a year, for spending in the money of the day.
    groups
        Futures that are not independent share one.
    """
    children = spread.children
    return {
        "children": _levels(children.sum(axis=(2, 3, 4)), groups),
        "by_kind": {
            name: _levels(children[..., k, :].sum(axis=(2, 3)), groups)
            for k, name in enumerate(GROUPS)
        },
        "by_age": {
            name: _levels(children[:, :, k].sum(axis=(2, 3)), groups) for k, name in enumerate(AGES)
        },
        "inside": _levels(children[..., 0].sum(axis=(2, 3)), groups),
        "outside": _levels(children[..., 1].sum(axis=(2, 3)), groups),
        "places": _places(spread, groups),
        "flows": {
            name: {
                "label": MEASURES[BY_NAME[name]].label,
                "kind": MEASURES[BY_NAME[name]].kind,
                "years": _levels(spread.values[:, BY_NAME[name]], groups),
            }
            for name in FLOWS
        },
        "spending": _spending(spread.pounds, lines, inflation, groups),
    }


def _series(values: Floats, groups: Groups) -> list[dict[str, Any]]:
    """Return the mean and ranges of each year of values of shape (futures, years)."""
    return [told(one, groups) for one in values.T]


def _levels(values: Floats, groups: Groups) -> list[dict[str, Any]]:
    """Return the same of what cannot be below 0: nor can a range of it."""
    rows = _series(values, groups)
    ends = ("low", "mean_low")
    return [row | {e: max(row[e], 0.0) for e in ends if row[e] is not None} for row in rows]


def _places(spread: Spread, groups: Groups) -> dict[str, Any]:
    """Return for each kind with places how many there are, and how many more are needed than today.

    Needed are places for all children who live in the kind, in the middle future and in 19 of 20; those
    that stand empty today count as there, those in reach of other councils too.
    """
    names, found = list(GROUPS), {}
    for k, name in enumerate(WITH_PLACES):
        there = spread.places[:, 0, k]
        living = spread.children[:, :, :, names.index(name)].sum(axis=(2, 3))
        more = living - there[:, None]
        found[name] = {
            "label": CALLED[name],
            "today": float(there.mean()),
            "living": _levels(living, groups),
            "places": _levels(spread.places[..., k], groups),
            "short": [
                {
                    f"in_{share:.0%}".rstrip("%"): max(float(np.quantile(one, share)), 0.0)
                    for share in _SURE
                }
                for one in more.T
            ],
        }
    return found


def _spending(
    pounds: Floats, lines: Sequence[PricedLine], inflation: float, groups: Groups
) -> dict[str, Any]:
    """Return what placements cost by kind and year, real, and all of it in the money of the day."""
    total = pounds.sum(axis=1)
    rises = (1.0 + inflation) ** np.arange(total.shape[1])
    return {
        "by_kind": {
            one.line.what: {"label": one.label, "years": _levels(pounds[:, k], groups)}
            for k, one in enumerate(lines)
        },
        "placements": _levels(total, groups),
        "money_of_the_day": _levels(total * rises, groups),
        "inflation": inflation,
    }


def apart(one: Spread, other: Spread, groups: Groups) -> dict[str, Any]:
    """Return what differs with the planner's levers, on the same futures."""
    children = other.children - one.children
    return {
        "children": _series(children.sum(axis=(2, 3, 4)), groups),
        "by_kind": {
            name: _series(children[..., k, :].sum(axis=(2, 3)), groups)
            for k, name in enumerate(GROUPS)
        },
        "by_age": {
            name: _series(children[:, :, k].sum(axis=(2, 3)), groups) for k, name in enumerate(AGES)
        },
        "flows": {
            name: _series((other.values - one.values)[:, BY_NAME[name]], groups) for name in FLOWS
        },
        "spending": _series((other.pounds - one.pounds).sum(axis=1), groups),
    }

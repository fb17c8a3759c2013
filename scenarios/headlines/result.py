"""What each headline would have been with no service, with its recording alone, and with the service."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure, sources
from scenarios.clusters import standard_error
from scenarios.headlines.pair import ARMS, SHOWN, BenchPair
from scenarios.headlines.published import CONTRADICTIONS, HEADLINES, Headline, Shape
from scenarios.headlines.readings import AROUND
from scenarios.headlines.said import sentence
from scenarios.prediction import t_quantile
from scenarios.statistics import MEAN_LEVEL
from scenarios.whom.living import ratio

type Floats = NDArray[np.float64]
type Ints = NDArray[np.intp]
type Interval = dict[str, float | None]

_UNKNOWN: Final[Interval] = {"mean": None, "mean_low": None, "mean_high": None}


@dataclass(frozen=True)
class Bench:
    """Hold the headlines measured again.

    Attributes
    ----------
    about
        What was asked for, windows and versions included, and how many young people were looked at.
    headlines
        One mapping a headline: name, claim, `published` (value, says, source), shape, counts, circular;
        `null`, `recording`, `real` (what would be reported in each arm) and `true` (the effect in the
        same young people), each mean, mean_low and mean_high; and its `sentence`. Ratios are of after
        to before, the true one of with to without; shares are shares, the true one a difference.
    by_window
        The null twin's ratio of after to before, by headline and months of the window.
    contradictions
        Two published numbers that cannot both be meant, side by side.
    notes
        How to read it.
    """

    about: Mapping[str, Any]
    headlines: tuple[Mapping[str, Any], ...]
    by_window: tuple[Mapping[str, Any], ...]
    contradictions: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as plain data."""
        return {
            **self.about,
            "mean_level": MEAN_LEVEL,
            "headlines": [dict(one) for one in self.headlines],
            "by_window": [dict(one) for one in self.by_window],
            "contradictions": [dict(one) for one in self.contradictions],
            "notes": list(self.notes),
        }


def summed_up(
    about: Mapping[str, Any], pairs: Sequence[BenchPair], clusters: Ints, notes: Sequence[str]
) -> Bench:
    """Return what all futures say together.

    Parameters
    ----------
    clusters
        Which futures are not independent of each other, shape (pairs,).
    """
    size = {arm: float(np.mean([pair.size[arm] for pair in pairs])) for arm in ARMS}
    return Bench(
        {**about, "cohort": size},
        tuple(_headline(one, pairs, clusters) for one in HEADLINES),
        tuple(_window(name, pairs, clusters) for name in AROUND),
        tuple(_contradiction(*one) for one in CONTRADICTIONS),
        tuple(notes),
    )


def _headline(one: Headline, pairs: Sequence[BenchPair], clusters: Ints) -> dict[str, Any]:
    """Return one headline in all arms."""
    seen = {arm: _parts([pair.seen[arm][one.name] for pair in pairs]) for arm in ARMS}
    row: dict[str, Any] = {
        "name": one.name,
        "claim": one.claim,
        "published": published(one.claim) if one.claim else None,
        "shape": one.shape.value,
        "counts": one.counts,
        "circular": one.circular,
        **{arm: _reported(one.shape, parts, clusters) for arm, parts in seen.items()},
        "true": _true(one, pairs, seen, clusters),
    }
    return row | {"sentence": sentence(row)}


def _reported(shape: Shape, parts: Floats, clusters: Ints) -> Interval:
    """Return what would be reported of one arm; parts have shape (pairs, 2)."""
    if shape is Shape.POUNDS:
        return mean_of(parts[:, 1] - parts[:, 0], clusters)
    found = ratio_of(parts[:, 0], parts[:, 1], clusters)
    most = 1.0 if shape is Shape.SHARE else np.inf
    # Student's interval knows no bounds; what it is of does.
    return {
        end: None if value is None else min(max(value, 0.0), most) for end, value in found.items()
    }


def _true(
    one: Headline, pairs: Sequence[BenchPair], seen: Mapping[str, Floats], clusters: Ints
) -> Interval:
    """Return the effect in the same young people, or in the same council."""
    without, with_it = seen["null"], seen["real"]
    if one.name in pairs[0].same:
        without, with_it = (_parts([pair.same[one.name][k] for pair in pairs]) for k in range(2))
    if one.shape is Shape.POUNDS:
        return mean_of(without[:, 0] - with_it[:, 0], clusters)
    if one.shape is Shape.SHARE:
        return shares_apart(with_it, without, clusters)
    return ratio_of(with_it[:, 0], without[:, 0], clusters)


def ratio_of(part: Floats, whole: Floats, clusters: Ints) -> Interval:
    """Return a ratio of sums with its interval; nothing where nothing was counted."""
    return ratio(part, whole, clusters) if whole.sum() > 0 else dict(_UNKNOWN)


def mean_of(x: Floats, clusters: Ints) -> Interval:
    """Return a mean with its interval."""
    return _interval(float(x.mean()), x, clusters)


def shares_apart(first: Floats, other: Floats, clusters: Ints) -> Interval:
    """Return the difference of two shares with its interval; parts have shape (pairs, 2).

    Each share is a ratio of sums, linearised, and both are of the same pairs.
    """
    wholes = first[:, 1].mean(), other[:, 1].mean()
    if not min(wholes) > 0:
        return dict(_UNKNOWN)
    shares = first[:, 0].sum() / first[:, 1].sum(), other[:, 0].sum() / other[:, 1].sum()
    residuals = (first[:, 0] - shares[0] * first[:, 1]) / wholes[0]
    residuals = residuals - (other[:, 0] - shares[1] * other[:, 1]) / wholes[1]
    return _interval(float(shares[0] - shares[1]), residuals, clusters)


def _interval(mean: float, x: Floats, clusters: Ints) -> Interval:
    error, many = standard_error(x, clusters)
    if error is None:
        return {"mean": mean, "mean_low": None, "mean_high": None}
    half = error * t_quantile(MEAN_LEVEL, many - 1)
    return {"mean": mean, "mean_low": mean - half, "mean_high": mean + half}


def _window(name: str, pairs: Sequence[BenchPair], clusters: Ints) -> dict[str, Any]:
    """Return the null twin's change of one headline over windows of each length."""
    found = {}
    for months in SHOWN:
        parts = _parts([pair.null_by_window[months][name] for pair in pairs])
        found[f"{months:g}"] = ratio_of(parts[:, 0], parts[:, 1], clusters)
    return {"name": name, "months": found}


def published(claim: str) -> dict[str, Any]:
    """Return what was published, and where."""
    one = figure(claim)
    work = sources()[one.source]
    return {
        "value": float(next(leaves(one.value))),
        "unit": one.unit,
        "says": one.says,
        "source": f"{work.title}, {work.author} ({work.year}); evidence {one.locator}",
    }


def _contradiction(first: str, other: str, why: str) -> dict[str, Any]:
    return {"first": published(first), "other": published(other), "why": why}


def _parts(each: Sequence[tuple[float, float]]) -> Floats:
    return np.array(each, dtype=float)

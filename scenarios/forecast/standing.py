"""Where a council stands: its own years, its rank in England, its neighbours, its direction of travel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.history import england_history, history
from calibration.beliefs.authorities.load import all_profiles, england, neighbours, profile

#: What is looked back on, of `calibration.beliefs.authorities.history.MEASURES`.
LOOKED_BACK: Final = {
    "cla": "Looked after on 31 March",
    "starts": "Started in the year",
    "ceases": "Ceased in the year",
    "cla_uasc": "Unaccompanied on 31 March",
    "foster_percent": "In foster care, %",
    "homes_percent": "In children's homes, %",
    "supported_percent": "In supported accommodation, %",
}
#: First year that is shown.
SINCE: Final = 2018
#: A change smaller than this share over three years is none.
_STEADY: Final = 0.03
_BACK: Final = 3


@dataclass(frozen=True)
class Figure:
    """Say how a figure of a council is worked out: a count over another, times so many."""

    name: str
    says: str
    part: tuple[str, ...]
    whole: str
    times: float
    since: str = ""


FIGURES: Final = (
    Figure("rate", "Looked after, per 10,000 children", ("cla",), "children_0_17", 1e4, "cla"),
    Figure(
        "starts", "Started in the year, per 10,000", ("starts",), "children_0_17", 1e4, "starts"
    ),
    Figure("ceases", "Ceased in the year, per 10,000", ("ceases",), "children_0_17", 1e4, "ceases"),
    Figure(
        "teenagers",
        "Aged 10 and over, of those looked after",
        ("cla_10_15", "cla_16_plus"),
        "cla",
        100.0,
    ),
    Figure(
        "unaccompanied",
        "Unaccompanied, of those looked after",
        ("cla_uasc",),
        "cla",
        100.0,
        "cla_uasc",
    ),
    Figure(
        "foster",
        "In foster care, of those looked after",
        ("cla_foster",),
        "cla",
        100.0,
        "foster_percent",
    ),
    Figure(
        "homes",
        "In children's homes, of those looked after",
        ("cla_homes",),
        "cla",
        100.0,
        "homes_percent",
    ),
    Figure(
        "outside", "Placed outside the area, of those looked after", ("cla_outside",), "cla", 100.0
    ),
    Figure("home_week", "A week in a children's home, £", ("cost_residential_week",), "", 1.0),
    Figure("foster_week", "A week of fostering, £", ("cost_foster_week",), "", 1.0),
)


def standing(council: AuthorityProfile) -> list[dict[str, Any]]:
    """Return each figure with its rank in England, quartile, neighbours' median and direction of travel.

    Rank 1 is the highest. Councils of which a figure had to be filled in are left out of its ranks.
    """
    others = all_profiles(council.public_year)
    near = {profile(name, council.public_year).code for name in _neighbours(council)}
    return [_one(figure, council, others, near) for figure in FIGURES]


def _neighbours(council: AuthorityProfile) -> list[str]:
    """Return the names of statistical neighbours that can run."""
    if not council.public_code:
        return []
    able = {one.name for one in all_profiles(council.public_year)}
    return [name for name in neighbours(council.public_code, council.public_year) if name in able]


def _one(
    figure: Figure, council: AuthorityProfile, others: tuple[AuthorityProfile, ...], near: set[str]
) -> dict[str, Any]:
    own = _value(figure, council)
    if not np.isfinite(own):
        return {"name": figure.name, "says": figure.says, "value": None}
    # A private profile takes the place of its council, or one of its own, so that no rank is beyond the last.
    every = {one.code: _value(figure, one) for one in others}
    every[council.public_code or council.code] = own
    known = {code: value for code, value in every.items() if np.isfinite(value)}
    higher = sum(value > own for value in known.values())
    beside = [known[code] for code in near if code in known]
    return {
        "name": figure.name,
        "says": figure.says,
        "value": own,
        "rank": higher + 1,
        "of": len(known),
        "quartile": min(4 * higher // max(len(known), 1) + 1, 4),
        "neighbours": float(np.median(beside)) if beside else None,
        "england": _value(figure, england(council.public_year)),
        "direction": _direction(figure, council),
    }


def _value(figure: Figure, council: AuthorityProfile) -> float:
    published = {n: count for n, count in council.counts.items() if n not in council.imputed}
    part = sum(published.get(name, np.nan) for name in figure.part)
    whole = published.get(figure.whole, np.nan) if figure.whole else 1.0
    return float(part / whole * figure.times) if whole else float("nan")


def _direction(figure: Figure, council: AuthorityProfile) -> str:
    """Say which way a figure has gone over three years; nothing where they are not published."""
    series = history(figure.since).get(council.public_code, {}) if figure.since else {}
    last, before = series.get(council.year), series.get(council.year - _BACK)
    if not last or not before:
        return ""
    change = last / before - 1.0
    if abs(change) < _STEADY:
        return f"steady since {council.year - _BACK}"
    return f"{'up' if change > 0 else 'down'} {abs(change):.0%} since {council.year - _BACK}"


def looked_back(council: AuthorityProfile) -> dict[str, Any]:
    """Return the published years of a council since 2018, of its neighbours' median and of England.

    Numbers of children are per 10,000 for neighbours and England, at the population of the base year,
    so that they can be set beside the council's own rate.
    """
    near = [profile(name, council.public_year) for name in _neighbours(council)]
    whole = england(council.public_year)
    return {
        "since": SINCE,
        "neighbours": [one.name for one in near],
        "measures": [
            _measure(name, says, council, near, whole) for name, says in LOOKED_BACK.items()
        ],
    }


def _measure(
    name: str,
    says: str,
    council: AuthorityProfile,
    near: list[AuthorityProfile],
    whole: AuthorityProfile,
) -> dict[str, Any]:
    every = history(name)
    share = name.endswith("_percent")

    def rates(series: Mapping[int, float], one: AuthorityProfile) -> dict[int, float]:
        size = 1.0 if share else one.counts["children_0_17"] / 1e4
        return {year: value / size for year, value in series.items() if year >= SINCE}

    beside = [rates(every.get(one.code, {}), one) for one in near]
    years = sorted({year for one in beside for year in one})
    return {
        "name": name,
        "says": says,
        "own": {y: v for y, v in every.get(council.public_code, {}).items() if y >= SINCE},
        "own_rate": rates(every.get(council.public_code, {}), council),
        "neighbours_rate": {
            year: float(np.median([one[year] for one in beside if year in one])) for year in years
        },
        "england_rate": rates(england_history(name), whole),
    }

"""What a council's own return changed against what is published of it, with small counts protected."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from agents.lengths import AGE_BANDS
from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.draw import central
from calibration.beliefs.local.factors import Factor, local_factors
from calibration.beliefs.own.base import together
from calibration.beliefs.own.exposure import AGES
from calibration.beliefs.own.histories import Histories
from calibration.beliefs.own.kept import Kept, of_year
from calibration.beliefs.own.rates import Rate, rates_of
from calibration.beliefs.own.starting import PLAIN, told_apart
from calibration.beliefs.parameters import national

#: Counts under this are not given; others to the nearest of the step.
LEAST: Final = 6
STEP: Final = 5
_HUNDRED: Final = 100.0
#: Figures that are set beside each other, and what they are called.
FIGURES: Final = {
    "cla": "Looked after on 31 March",
    **{f"cla_{band}": f"Aged {words}" for band, words in zip(AGE_BANDS, AGES, strict=True)},
    "cla_uasc": "Unaccompanied",
    "cla_foster": "In foster care",
    "cla_homes": "In children's homes",
    "cla_supported": "In supported accommodation",
    "cla_parents": "With parents",
    "cla_adoption": "Placed for adoption",
    "starts": "Started in the year",
    "ceases": "Ceased in the year",
    "changes_total": "Placement changes in the year",
    "cla_three_plus": "Three or more placements in the year",
    "missing_incidents": "Missing incidents in the year",
}


def protected(count: float) -> float | None:
    """Return a count as it may be shown to others: None under 6 (0 too), else to the nearest 5."""
    return None if count < LEAST else float(STEP * round(count / STEP))


def changed(kept: Kept, found: Histories) -> dict[str, Any]:
    """Return what own data changed as plain values: figures, levels, rates, and what is told of children."""
    own, published = of_year(kept, kept.start), _published(kept)
    reference = [one.year for one in own.reference]
    rates = rates_of(found, reference)
    start = kept.years[kept.start]["start"]
    return {
        "name": kept.name,
        "start": kept.start,
        "reference": reference,
        "published_year": own.public_year,
        "authorities": list(kept.about["authorities"]),
        "figures": _figures(own, published),
        "levels": _levels(own, published),
        "rates": [_rate(one) for one in rates],
        "privacy": {
            "children": len(start["age_months"]),
            "told_apart_by_all_columns": told_apart(start),
            "told_apart_by_age_and_sex": told_apart(start, PLAIN),
            "began_before_the_returns": sum(start["cut"]),
        },
        "has_missing": kept.about["has_missing"],
        "unaccompanied": kept.about["unaccompanied"],
        "short_breaks": kept.about["short_breaks"],
    }


def shared(told: Mapping[str, Any]) -> dict[str, Any]:
    """Return it as it may be shown to others: numbers of children protected too, no level of a hidden count."""
    levels = [
        one | ({"own": _level(None)} if one["seen"] is None else {}) for one in told["levels"]
    ]
    privacy = {name: protected(count) for name, count in told["privacy"].items()}
    return {**told, "levels": levels, "privacy": privacy}


def _published(kept: Kept) -> AuthorityProfile | None:
    """Return what is published of the same councils, as one; None where none was named."""
    year = int(kept.years[kept.start]["published_year"])
    councils = [profile(name, year) for name in kept.about["authorities"]]
    if len(councils) <= 1:
        return councils[0] if councils else None
    counts, imputed = together(councils)
    return AuthorityProfile("", " and ".join(c.name for c in councils), "", year, counts, imputed)


def _figures(own: PrivateProfile, published: AuthorityProfile | None) -> list[dict[str, Any]]:
    return [
        {
            "figure": name,
            "says": says,
            "published": None if published is None else published[name],
            "own": protected(own[name]),
        }
        for name, says in FIGURES.items()
    ]


def _levels(own: PrivateProfile, published: AuthorityProfile | None) -> list[dict[str, Any]]:
    values = dict(central(one.name for one in national()))
    before = {} if published is None else {f.name: f for f in local_factors(published, values)}
    return [
        {
            "level": one.name,
            "published": _level(before.get(one.name)),
            "own": _level(one),
            "seen": protected(one.seen),
            "expected": protected(one.expected),
        }
        for one in local_factors(own, values)
    ]


def _level(one: Factor | None) -> dict[str, float | None]:
    return {
        name: None if one is None else round(float(getattr(one, name)), 2)
        for name in ("mean", "low", "high")
    }


def _rate(one: Rate) -> dict[str, Any]:
    """Return rates per 100 child-years with their 90% intervals, where what they rest on may be told."""
    return {
        "by": one.by,
        "band": one.band,
        "child_years": protected(one.years),
        "exits": protected(one.exits),
        **per_100("exits", one),
        "moves": protected(one.moves),
        **per_100("moves", one),
    }


def per_100(what: str, one: Rate) -> dict[str, float | None]:
    """Return the rate of exits or moves per 100 child-years with its range; None where the counts may not be told."""
    names = [f"{what}_per_100", f"{what}_low", f"{what}_high"]
    events = getattr(one, what)
    shown = protected(events)
    if shown is None or protected(one.years) is None:
        return dict.fromkeys(names)
    rate = events / one.years
    # As wide as the count shown makes it, so that no range tells a count that was rounded.
    told = replace(one, years=shown / rate, exits=shown, moves=shown)
    return {
        name: round(_HUNDRED * each, 0)
        for name, each in zip(names, (rate, *told.interval(what)), strict=True)
    }

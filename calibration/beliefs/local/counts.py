"""What happened in a council's year, and what England's rates would have given there."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import AGE_BANDS, AGE_EDGES
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.unaccompanied import stream
from calibration.beliefs.local.gamma import CouncilCount

Floats = NDArray[np.float64]
#: Most that a count withheld for being small can be.
SMALL: Final = 5.0
ENTRIES: Final = tuple(f"local_entry_{band}" for band in AGE_BANDS)
ENTRY: Final = "local_entry"
#: Factors with a Gamma-Poisson level, and what each is called.
LABELS: Final = {
    ENTRY: "Starts, all ages",
    "local_entry_under_1": "Starts under 1",
    "local_entry_1_4": "Starts at 1 to 4",
    "local_entry_5_9": "Starts at 5 to 9",
    "local_entry_10_15": "Starts at 10 to 15",
    "local_entry_16_plus": "Starts at 16 and 17",
    "local_exit": "Leaving care before 18",
    "local_move": "Placement moves",
    "local_missing": "Missing episodes",
}
FACTORS: Final = tuple(LABELS)
#: The kind of each factor: all starts, exits, starts of one age, moves, missing.
_KINDS: Final = {
    ENTRY: 0,
    "local_exit": 1,
    **dict.fromkeys(ENTRIES, 2),
    "local_move": 3,
    "local_missing": 4,
}
#: Where missing episodes are told apart.
SETTINGS: Final = ("foster", "parents", "homes", "elsewhere")
#: What is elsewhere. England's rates have no setting for adoptive placements and residential schools.
ELSEWHERE: Final = ("supported", "other", "other_residential")
_CHILD_OF_16: Final = 4
#: Of those moved on to another council or found to be adults, by age band: nearly all are 16 or 17.
_MOVED_ON: Final = np.array([0.0, 0.0, 0.0, 0.1, 0.9])


def kind(factor: str) -> int:
    """Return the place of a factor in the lists of overdispersion and weights."""
    return _KINDS[factor]


def bounds(profile: AuthorityProfile, column: str) -> tuple[float, float]:
    """Return the bounds of a figure: a filled-in small one is 0 to 5, a larger one within 5."""
    value = profile[column]
    if column not in profile.imputed:
        return value, value
    return max(0.0, value - SMALL) if value > SMALL else 0.0, max(value, 0.0) + (
        SMALL if value > SMALL else SMALL - value
    )


def in_bands(by_year: Any) -> Floats:
    """Return numbers by year of age, shape (18,), as numbers by age band, shape (5,)."""
    starts = [0, *(int(edge) for edge in AGE_EDGES)]
    return np.asarray(np.add.reduceat(np.asarray(by_year, dtype=float), starts))


def starts_by_age(profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return the year's starts by age, unaccompanied children left out, shape (5,)."""
    starts = np.array([profile[f"starts_{band}"] for band in AGE_BANDS])
    expected = in_bands(p["synth_uasc_age_share"]) * profile["starts_uasc"]
    return np.maximum(starts - _as_told(profile, "starts_uasc", expected), 0.0)


def exits_before_18(profile: AuthorityProfile) -> Floats:
    """Return exits before 18 by age band, transfers and age assessments left out, shape (5,)."""
    seen = np.array([profile[f"ceases_{b}"] for b in ("under_1", "1_4", "5_9", "10_15", "16")])
    seen[_CHILD_OF_16] += profile["ceases_17"]
    moved_on = profile["ceases_other_la"] + profile["ceases_age_assessed"]
    return np.asarray(np.maximum(seen - _MOVED_ON * moved_on, 0.0))


def stock_by_age(profile: AuthorityProfile) -> Floats:
    """Return those looked after by age band, shape (5,)."""
    return np.array([profile[f"cla_{band}"] for band in AGE_BANDS])


def with_families(profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return those looked after who came with families, by age band, shape (5,)."""
    # Transfers come too soon after arrival to change how old those are who stay.
    expected = in_bands(stream(p, 0.0).by_year) * profile["cla_uasc"]
    return np.maximum(stock_by_age(profile) - _as_told(profile, "cla_uasc", expected), 0.0)


def _as_told(profile: AuthorityProfile, name: str, expected: Floats) -> Floats:
    """Return numbers by age as a council's own return has them; published tables give their sum alone."""
    return np.array(
        [
            profile.counts.get(f"{name}_{band}", one)
            for band, one in zip(AGE_BANDS, expected, strict=True)
        ]
    )


def years_by_age(profile: AuthorityProfile) -> Floats:
    """Return the year's child-years looked after by age band, shape (5,); else those of 31 March."""
    return _as_told(profile, "years", stock_by_age(profile))


def real_changes(profile: AuthorityProfile) -> float:
    """Return the year's placement changes without changes of status only."""
    return max(profile["changes_total"] - profile["changes_status_only"], 0.0)


def by_setting(profile: AuthorityProfile) -> Floats:
    """Return the year's child-years in foster care, with parents, in homes and elsewhere, shape (4,).

    Else those who lived so on 31 March.
    """
    stock = {name: profile[f"cla_{name}"] for name in SETTINGS[:-1]}
    stock[SETTINGS[-1]] = sum(profile[f"cla_{name}"] for name in ELSEWHERE)
    return np.array([profile.counts.get(f"years_{name}", stock[name]) for name in SETTINGS])


def _around(middle: float, expected: float, exposure: float, slack: float) -> CouncilCount:
    return CouncilCount(max(0.0, middle - slack), middle + slack, expected, exposure)


def _slack(profile: AuthorityProfile, *columns: str) -> float:
    """Return half the width that withheld figures leave to a sum or difference of them."""
    ends = [bounds(profile, column) for column in columns]
    return sum((high - low) / 2 for low, high in ends)


def counts(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]
) -> dict[str, CouncilCount]:
    """Return each factor's count of one year, and what England's rates of that year give.

    Entries are reckoned against those looked after: a council's own stock says more about its
    starts than its population does, and makes entries and exits balance where nothing else is known.
    """
    found: dict[str, CouncilCount] = {}
    here, there = with_families(profile, p).sum(), with_families(england, p).sum()
    seen, national = starts_by_age(profile, p), starts_by_age(england, p)
    slack = min(_slack(profile, "starts", "starts_uasc"), max(SMALL, float(seen.sum())))
    whole = float(national.sum() * here / there)
    found[ENTRY] = _around(float(seen.sum()), whole, here, slack)
    for i, band in enumerate(AGE_BANDS):
        own = [f"starts_{band}", "starts_uasc"] if i >= _CHILD_OF_16 - 1 else [f"starts_{band}"]
        slack = min(_slack(profile, *own), max(SMALL, float(seen[i])))
        found[ENTRIES[i]] = _around(float(seen[i]), float(national[i] * here / there), here, slack)
    years = years_by_age(profile)
    expected = float((exits_before_18(england) / stock_by_age(england) * years).sum())
    # Ages may be withheld; their sum is not, unless the total or those of 18 are.
    slack = _slack(profile, "ceases", "ceases_18_plus", "ceases_other_la", "ceases_age_assessed")
    exits = float(exits_before_18(profile).sum())
    found["local_exit"] = _around(exits, expected, float(years.sum()), slack)
    rate = real_changes(england) / england["cla"]
    slack = _slack(profile, "changes_total", "changes_status_only")
    changes = real_changes(profile)
    whole = profile.counts.get("years_all", profile["cla"])
    found["local_move"] = _around(changes, rate * whole, whole, slack)
    found["local_missing"] = missing(profile, england, p)
    return found


def missing(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]
) -> CouncilCount:
    """Return missing incidents against what England's rates by setting give."""
    settings = np.asarray(p["missing_rate_by_setting"])
    scale = england["missing_incidents"] / float((settings * by_setting(england)).sum())
    exposure = float((settings * by_setting(profile)).sum())
    slack = _slack(profile, "missing_incidents")
    return _around(profile["missing_incidents"], scale * exposure, exposure, slack)


def pooled(years: list[dict[str, CouncilCount]], p: Mapping[str, Any]) -> dict[str, CouncilCount]:
    """Return each factor's count over years, newest first, each older one weighted less.

    Parameters
    ----------
    years
        Counts by factor, the base year first.
    p
        Holds `local_years_weight`: the weight of a year against the one after it.
    """
    weights = np.asarray(p["local_years_weight"], dtype=float)
    whole = dict(years[0])
    for age, year in enumerate(years[1:], start=1):
        for name, count in year.items():
            whole[name] = whole[name].plus(count, float(weights[kind(name)]) ** age)
    return whole

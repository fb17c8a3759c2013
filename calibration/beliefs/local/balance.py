"""What a council may expect to gain: what it gained last year says little about the next.

Over England's councils a year's surplus of starts over ends hardly returns in the next year, so the
raw difference of two rates would send most councils off on a drift that none of them lives through.
A council may expect England's rate of gain, and as much of its own departure from it as has lasted;
`calibration.beliefs.local.resting` settles starts and exits so that it comes about.
"""

from collections.abc import Mapping
from math import log
from statistics import NormalDist, fmean
from typing import Any, Final

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.history import england_history, own_history
from calibration.beliefs.local.counts import with_families

#: Years whose gain is averaged.
YEARS: Final = 3


def gain_of_england(england: AuthorityProfile, p: Mapping[str, Any]) -> float:
    """Return England's starts less ends in its year, per child looked after, families' children only."""
    gained = england["starts"] - england["starts_uasc"] - england["ceases"] + england["ceases_uasc"]
    return float(p["national_trend"]) * float(gained / with_families(england, p).sum())


def own_departure(code: str, until: int) -> float:
    """Return how much more than England a council gained a year, of those looked after, lately.

    Parameters
    ----------
    code
        ONS code of the council.
    until
        Last year looked at; up to two more before it are averaged with it.
    """
    series = [own_history(code, measure, until) for measure in ("starts", "ceases", "cla")]
    national = [england_history(measure, until) for measure in ("starts", "ceases", "cla")]
    gains = [
        (series[0][year] - series[1][year]) / series[2][year]
        - (national[0][year] - national[1][year]) / national[2][year]
        for year in range(until - YEARS + 1, until + 1)
        if all(year in s for s in series) and series[2][year] > 0
    ]
    return fmean(gains) if gains else 0.0


def expected_gain(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any], u: float | None
) -> float:
    """Return what a council may expect to gain a year, per child looked after.

    Parameters
    ----------
    profile, england
        The council's figures and England's of the same year.
    p
        National parameter values by name.
    u
        Probability at which to take it; None for the middle.
    """
    lasts = float(p["local_drift"]) * own_departure(profile.public_code, profile.public_year)
    away = 0.0 if u is None else float(p["local_drift_sd"]) * NormalDist().inv_cdf(u)
    return gain_of_england(england, p) + lasts + pulled(profile, england, p) + away


def pulled(profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]) -> float:
    """Return the gain or loss that brings a council's rate per child nearer to England's."""
    here, there = (one["cla"] / one["children_0_17"] for one in (profile, england))
    return -float(p["local_pull"]) * log(here / there)

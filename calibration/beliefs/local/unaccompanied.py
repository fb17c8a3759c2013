"""Unaccompanied children are a stream of their own: councils with few are sent more, those with many fewer.

The national transfer scheme moves them from councils above its threshold of the child population to
councils below it. How fast councils' numbers per child come together is estimated from the history;
so is how little of one year's surplus of arrivals the next one has.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from agents.synthesis.unaccompanied import stream, transfer_for, transfer_of
from calibration.beliefs.authorities.load import all_profiles
from calibration.beliefs.authorities.of_tables import of_tables

#: Share of starts above which a council mostly receives children for others and keeps its own number,
#: and the starts below which such a share is chance.
_INTAKE: Final = 0.4
_MANY: Final = 50.0


def intake(profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]) -> float:
    """Return unaccompanied children a council may expect to start looking after in a year.

    As many as hold its number, what goes on of England's surplus of arrivals by its share of children
    (a deficit by its share of those looked after), and a part of its gap to England's number per
    child.

    Parameters
    ----------
    profile, england
        The council's figures and England's of the same year.
    p
        National parameter values by name.
    """
    at_rest = profile["cla_uasc"] / stream(p, transfer_hazard(profile, p)).stay
    if receives(profile):
        return at_rest
    _, more = elsewhere(england.year)
    share = profile["children_0_17"] / england["children_0_17"]
    gap = england["cla_uasc"] * share - profile["cla_uasc"]
    more *= float(p["national_trend"]) * float(p["national_uasc_trend"])
    gained = more * share if more > 0 else more * profile["cla_uasc"] / england["cla_uasc"]
    pulled = float(p["local_uasc_pull"]) * gap
    return max(0.0, at_rest + gained + pulled)


def transfer_hazard(profile: AuthorityProfile, p: Mapping[str, Any]) -> float:
    """Return the hazard of being moved on at which arrivals hold a council's number.

    Where children are received for others that is the council's own number over its own arrivals:
    nobody stays longer than to 18, and where that is too short, there are more arrivals instead.
    Elsewhere one council's year says little, and as many are moved on as in all such councils.
    """
    if receives(profile):
        coming = (profile["starts_uasc"] + profile["ceases_uasc"]) / 2.0
        return transfer_for(profile["cla_uasc"] / coming, p)
    return transfer_of(elsewhere(profile.public_year)[0], p)


def receives(profile: AuthorityProfile) -> bool:
    """Return whether most of a council's starts are unaccompanied children, most for others."""
    return profile["starts_uasc"] > max(_INTAKE * profile["starts"], _MANY)


@of_tables()
def elsewhere(year: int) -> tuple[float, float]:
    """Return the share of arrivals moved on or found to be adults, and how many more start than leave.

    Of all councils together, those that receive for others left out.
    """
    others = [council for council in all_profiles(year) if not receives(council)]
    starts, ceases, taken, adults = (
        sum(council[name] for council in others)
        for name in ("starts_uasc", "ceases_uasc", "ceases_other_la", "ceases_age_assessed")
    )
    return (taken + adults) / max(starts, 1.0), starts - ceases


def expecting(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]
) -> AuthorityProfile:
    """Return a profile whose starts of unaccompanied children are those it may expect next."""
    told = not isinstance(profile, PrivateProfile) or profile.unaccompanied
    counts = dict(profile.counts) | {"starts_uasc": intake(profile, england, p) if told else 0.0}
    return replace(profile, counts=counts)


def pull(rows: np.ndarray) -> float:
    """Return the part of a gap to England's number per child that closes in a year.

    Parameters
    ----------
    rows
        Gap and change a year on, both per child and less the year's mean, shape (councils, 2).
    """
    gap, change = rows.T
    return float(np.clip((gap @ change) / max(gap @ gap, 1e-12), 0.0, 1.0))

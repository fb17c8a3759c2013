"""How many of whom a council's population holds: the plan every table is laid out from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.lengths import AGE_BANDS
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.left_care import leavers as leavers_of
from agents.synthesis.left_care import leavers_by_age
from agents.synthesis.margins import largest_remainder

Ints = NDArray[np.int64]
#: How far back closed children are followed; those who return later count as new.
CLOSED_YEARS = 3.0
#: Care leavers are published as 19 to 21; those of two of these ages are not 21 yet.
_PUBLISHED_AGES = 3


@dataclass(frozen=True)
class Cohort:
    """Hold integer counts, and the row at which each group begins.

    Groups, in the order of the rows: looked after, in need (edge of care included), closed within
    the last three years, left care in the last years, care leavers, unaccompanied arrivals, arrivals.
    """

    looked_after: int
    in_need: int
    closed: int
    left: int
    leavers: int
    unaccompanied: int
    arrivals: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the size of each group, in row order."""
        return (
            self.looked_after,
            self.in_need,
            self.closed,
            self.left,
            self.leavers,
            self.unaccompanied,
            self.arrivals,
        )

    def slices(self) -> tuple[slice, ...]:
        """Return the rows of each group."""
        ends = np.cumsum(self.sizes)
        return tuple(slice(int(e - n), int(e)) for e, n in zip(ends, self.sizes, strict=True))


def care_leavers(profile: AuthorityProfile) -> tuple[float, float]:
    """Return the published care leavers of 17 and 18, and of 19 to 21."""
    younger, older = (
        sum(profile[f"leavers_{ages}_{activity}"] for activity in ("eet", "neet", "unknown"))
        for ages in ("17_18", "19_21")
    )
    return younger, older


def children_in_need(profile: AuthorityProfile) -> int:
    """Return the children in need who are neither looked after nor care leavers, whom the count takes in."""
    return max(0, round(profile["cin"] - profile["cla"] - sum(care_leavers(profile))))


def plan_cohort(
    profile: AuthorityProfile, p: Mapping[str, Any], years: float, unaccompanied: int
) -> Cohort:
    """Return how many young people of each group a run of `years` needs.

    `unaccompanied` is how many arrive alone within them.
    """
    closing = float(p["synth_closing_rate"])
    younger, older = care_leavers(profile)
    in_need = children_in_need(profile)
    return Cohort(
        looked_after=round(profile["cla"]),
        in_need=in_need,
        closed=round(in_need * closing * CLOSED_YEARS * float(p["synth_closed_share"])),
        left=round(float(leavers_by_age(profile, p).sum() * leavers_of(profile, p).children.sum())),
        leavers=round(younger + older * 2 / _PUBLISHED_AGES),
        unaccompanied=unaccompanied,
        arrivals=round(in_need * float(p["synth_arrival_rate"]) * years),
    )


def age_counts(profile: AuthorityProfile, prefix: str, total: int) -> Ints:
    """Return a group's children by age band, exact to the total, shape (5,)."""
    return largest_remainder(np.array([profile[f"{prefix}_{band}"] for band in AGE_BANDS]), total)

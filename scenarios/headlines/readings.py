"""How each headline is read from one arm: whom it looks at, and what it counts of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import ADULTHOOD, BINS_PER_YEAR, ONE_YEAR
from scenarios.headlines.cohort import Cohort, care_weeks, events_between, ever_supported, inside
from scenarios.whom.family import PLACES, where_they_live
from scenarios.whom.tallied import Followed
from simulation.outcomes.event_names import CHARGES, MOVES

type Floats = NDArray[np.float64]
#: What a headline adds up over young people: above the line, and below it.
type Parts = tuple[float, float]

#: What a return would show of missing episodes.
RECORDED: Final = ("missing_start/first_in_year", "missing_start/repeat")
_OWN_FAMILY: Final = tuple(PLACES).index("own_family")
_TWO_YEARS: Final = 2 * ONE_YEAR


@dataclass(frozen=True, eq=False)
class Look:
    """Hold one arm, when its service opened and the window's length, all in years."""

    arm: Followed
    opened: float
    window: float

    @cached_property
    def care(self) -> NDArray[np.int16]:
        """Return weeks in care since the start, shape (weeks + 1, young people)."""
        return care_weeks(self.arm)


@dataclass(frozen=True)
class Reading:
    """Say whom a headline looks at when support begins, and what it counts of them."""

    among: Callable[[Look, Cohort], Cohort]
    count: Callable[[Look, Cohort], Parts]


def _all(look: Look, who: Cohort) -> Cohort:
    return who


def _cared(look: Look, who: Cohort) -> Cohort:
    return who.where(inside(look.arm, who, "looked_after"))


def _not_cared_and_young(look: Look, who: Cohort) -> Cohort:
    """Return those not looked after who are still under 18 at the end."""
    born = look.arm.population.young_people["born"][who.persons]
    young = who.starts + look.window - born < ADULTHOOD
    return who.where(young & ~inside(look.arm, who, "looked_after"))


def _neet(look: Look, who: Cohort) -> Cohort:
    return who.where(_is_neet(look, who, 0.0))


def _with_problem(look: Look, who: Cohort) -> Cohort:
    return who.where(inside(look.arm, who, "substance_problem"))


def stayed_out(look: Look, who: Cohort) -> Parts:
    """Return those out of care and with their own family at the end."""
    there = where_they_live(look.arm, who.persons, who.starts + look.window) == _OWN_FAMILY
    out = ~inside(look.arm, who, "looked_after", look.window)
    return float((there & out).sum()), float(len(who))


def less_time(look: Look, who: Cohort) -> Parts:
    """Return how often a member has fewer weeks in care than one whom no service supported.

    Each member counts as one, against all of the same age who were looked after at that moment.
    """
    people = look.arm.population.young_people
    others = ~ever_supported(look.arm)
    others[who.persons] = False
    won = pairs = 0.0
    first = (who.starts * BINS_PER_YEAR).astype(np.int64)
    last = first + round(look.window * BINS_PER_YEAR)
    for person, start, begin, end in zip(who.persons, who.starts, first, last, strict=True):
        age = np.floor(start - people["born"])
        there = look.care[begin + 1] > look.care[begin]
        rows = np.flatnonzero(others & there & (age == age[person]))
        if rows.size:
            days = look.care[end, person] - look.care[begin, person]
            compared = look.care[end, rows] - look.care[begin, rows]
            won += float((days < compared).mean() + (days == compared).mean() / 2)
            pairs += 1.0
    return won, pairs


def neet_to_eet(look: Look, who: Cohort) -> Parts:
    """Return those in education, employment or training at the end, of those followed until then."""
    later = look.window
    followed = inside(look.arm, who, "looked_after", later)
    followed |= inside(look.arm, who, "care_leaver", later)
    who = who.where(followed)
    return float((~_is_neet(look, who, later)).sum()), float(len(who))


def substance(look: Look, who: Cohort) -> Parts:
    """Return those without a problem at the end, of those followed until then."""
    later = look.window
    followed = inside(look.arm, who, "looked_after", later)
    followed |= inside(look.arm, who, "edge_of_care", later)
    who = who.where(followed)
    return float((~inside(look.arm, who, "substance_problem", later)).sum()), float(len(who))


def second_year(look: Look, who: Cohort) -> Parts:
    """Return recorded missing episodes in the service's second year and in the year before it opened."""
    opened = np.full(len(who), look.opened)
    after = events_between(look.arm, who, opened + ONE_YEAR, opened + _TWO_YEARS, *RECORDED)
    before = events_between(look.arm, who, opened - ONE_YEAR, opened, *RECORDED)
    return float(after.sum()), float(before.sum())


def _around(*names: str) -> Callable[[Look, Cohort], Parts]:
    """Return what counts events in the window after support began, and in as long a one before."""

    def count(look: Look, who: Cohort) -> Parts:
        after = events_between(look.arm, who, who.starts, who.starts + look.window, *names)
        before = events_between(look.arm, who, who.starts - look.window, who.starts, *names)
        return float(after.sum()), float(before.sum())

    return count


def _is_neet(look: Look, who: Cohort, later: float) -> NDArray[np.bool_]:
    in_care = inside(look.arm, who, "neet_in_care", later)
    return in_care | inside(look.arm, who, "neet_care_leaver", later)


READINGS: Final[Mapping[str, Reading]] = {
    "stayed_out": Reading(_not_cared_and_young, stayed_out),
    "moves_cost": Reading(_cared, _around(*MOVES)),
    "less_time": Reading(_cared, less_time),
    "neet_to_eet": Reading(_neet, neet_to_eet),
    "substance": Reading(_with_problem, substance),
    "missing": Reading(_all, _around(*RECORDED)),
    "missing_second_year": Reading(_all, second_year),
    "charges": Reading(_all, _around(*CHARGES)),
    "arrests": Reading(_all, _around("arrest")),
}
#: Those that compare a window after with as long a one before.
AROUND: Final = ("moves_cost", "missing", "charges", "arrests")

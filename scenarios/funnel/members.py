"""Whom a service supports, where they live meanwhile, how strongly, and how it ends."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.lengths import WEEK, WEEKS_PER_YEAR
from scenarios.funnel.lives import AGES, STANDING, Lives, age_of, standing_of
from scenarios.funnel.programmes import Programme
from scenarios.funnel.spells import NOT_MADE, Ending, Refusal, Spell, Ways
from simulation.outcomes.cells import PLACEMENT_CELLS
from simulation.outcomes.logged import placement_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Weeks of support are looked at one by one.
_STEP: Final = WEEK


def support_by(
    programme: Programme, ways: Ways, population: Any, lives: Lives, years: float
) -> Any:
    """Return the counts of one service's members, as `docs/funnel.md` describes.

    Parameters
    ----------
    years
        Length of the run.
    """
    own = [one for one in ways.spells if programme.is_of(one)]
    rows = population.enrolments
    declined = Counter(
        why
        for e, reasons in ways.declined.items()
        if rows.programme[e] == programme.first
        for why in reasons
    )
    found = gate(own, declined, rows) | how_it_ends(own, years)
    weeks = weeks_of(own, years)
    found |= _how_far(programme, weeks)
    if programme.member == Member.YOUNG_PERSON:
        enrolments = np.array([one.enrolment for one in weeks.spells], np.int64)
        found |= whom(rows["member"][enrolments], weeks, lives)
    return found


def gate(own: Sequence[Spell], declined: Counter[Refusal], rows: Any) -> dict[str, Any]:
    """Return what became of referrals, from the gate to the start of support."""
    started = [one for one in own if one.was_supported]
    waiting = sum(not one.was_supported and one.ended == inf for one in own)
    return {
        "referrals": len(own) + declined[Refusal.GATE],
        "declined": declined[Refusal.GATE],
        "turned_away": {why.value: declined[why] for why in NOT_MADE},
        "accepted": len(own),
        "waited_in_vain": len(own) - len(started) - waiting,
        "still_waiting": waiting,
        "started": len(started),
        "members_supported": len({int(rows.member[one.enrolment]) for one in started}),
        "weeks_waited_in_all": WEEKS_PER_YEAR * sum(one.started - one.accepted for one in started),
    }


def how_it_ends(own: Sequence[Spell], years: float) -> dict[str, Any]:
    """Return how many spells of support ended in each way, and the weeks they had lasted."""
    started = [one for one in own if one.was_supported]
    ends = Counter(one.ending for one in started)
    weeks = dict.fromkeys(Ending, 0.0)
    for one in started:
        weeks[one.ending] += WEEKS_PER_YEAR * (min(one.ended, years) - one.started)
    return {
        "endings": {ending.value: ends.get(ending, 0) for ending in Ending},
        "weeks_by_ending": {ending.value: weeks[ending] for ending in Ending},
    }


def _how_far(programme: Programme, weeks: "Weeks") -> dict[str, float]:
    """Return weeks of support, and the strength and dose of each of them added up."""
    strength = weeks.strength()
    dose = programme.reach(weeks.sites(), weeks.moments) * strength
    return {
        "weeks": float(weeks.lengths.sum()),
        "weeks_strength": float(weeks.lengths @ strength),
        "weeks_dose": float(weeks.lengths @ dose),
    }


def whom(rows: Ints, weeks: "Weeks", lives: Lives) -> dict[str, Any]:
    """Return who is supported: their ages and where they stand, at the start and in weeks.

    Parameters
    ----------
    rows
        The young person of each spell, shape (spells,).
    """
    started = np.array([one.started for one in weeks.spells])
    return {
        "at_start": _added(lives, rows, started, np.ones(rows.size)),
        "in_weeks": _added(lives, rows[weeks.of], weeks.moments, weeks.lengths),
    }


def _added(lives: Lives, rows: Ints, moments: Floats, weights: Floats) -> Any:
    """Return young people at some moments by where they are, with a weight each, added up."""
    cells = lives.cells_at(rows, moments)
    codes = {
        "age": (AGES, age_of(moments - lives.born[rows])),
        "standing": (tuple(STANDING), standing_of(cells)),
        "placement": (("", *PLACEMENT_CELLS), placement_of(cells)),
    }
    found = {}
    for name, (words, which) in codes.items():
        sums = np.bincount(which, weights, len(words)).tolist()
        found[name] = {word: total for word, total in zip(words, sums, strict=True) if word}
    return found


@dataclass(frozen=True, eq=False)
class Weeks:
    """Hold every week of some spells of support within a run, spell by spell.

    Attributes
    ----------
    spells
        Those in which anybody was supported.
    of
        The spell each week belongs to, a place in `spells`, shape (weeks,).
    moments, lengths
        The middle of each week in years from the start, and how long it is in weeks: what is
        shorter counts as far as it goes.
    """

    spells: Sequence[Spell]
    of: Ints
    moments: Floats
    lengths: Floats

    def sites(self) -> Ints:
        """Return the site that supported in each week."""
        return np.array([one.site for one in self.spells], np.int64)[self.of]

    def strength(self) -> Floats:
        """Return the strength of support just before the middle of each week."""
        found = np.zeros(self.of.size)
        for k in range(max((len(one.steps) for one in self.spells), default=0)):
            steps = [one.steps[k] if k < len(one.steps) else (inf, 0.0) for one in self.spells]
            since, strength = np.array(steps).T
            found = np.where(since[self.of] < self.moments, strength[self.of], found)
        forgotten = np.array([one.forgotten for one in self.spells])[self.of]
        return np.where(self.moments <= forgotten, found, 0.0)


def weeks_of(own: Sequence[Spell], years: float) -> Weeks:
    """Return the weeks of some spells within a run."""
    spells = [one for one in own if one.was_supported]
    started = np.array([one.started for one in spells])
    until = np.minimum([one.ended for one in spells], years)
    many = np.ceil((until - started) / _STEP).astype(np.int64)
    of = np.repeat(np.arange(len(spells)), many)
    number = np.arange(of.size) - np.repeat(np.cumsum(many) - many, many)
    left = started[of] + number * _STEP
    right = np.where(number == many[of] - 1, until[of], started[of] + (number + 1) * _STEP)
    return Weeks(spells, of, (left + right) / 2, (right - left) * WEEKS_PER_YEAR)

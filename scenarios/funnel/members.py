"""Whom a service supports, where they live meanwhile, how strongly, and how it ends."""

from collections import Counter
from collections.abc import Sequence
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.lengths import WEEK, WEEKS_PER_YEAR
from scenarios.funnel.lives import AGES, STANDING, Lives, age_of, placed_of, standing_of
from scenarios.funnel.programmes import Programme
from scenarios.funnel.spells import NOT_MADE, Ending, Refusal, Spell, Ways
from simulation.outcomes.cells import PLACEMENT_CELLS

Floats = NDArray[np.float64]

#: Weeks of support are looked at one by one; what is shorter counts as far as it goes.
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
    found |= _how_far(programme, own, years)
    if programme.member == Member.YOUNG_PERSON:
        found |= whom([(int(rows.member[one.enrolment]), one) for one in own], lives, years)
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


def _how_far(programme: Programme, own: Sequence[Spell], years: float) -> dict[str, float]:
    """Return weeks of support, and the strength and dose of each of them added up."""
    total = strength = dose = 0.0
    for one in own:
        moments, weights = weeks_of(one, years)
        total += weights.sum()
        strength += weights @ one.strength_at(moments)
        dose += weights @ programme.dose(one, moments)
    return {"weeks": total, "weeks_strength": strength, "weeks_dose": dose}


def whom(own: Sequence[tuple[int, Spell]], lives: Lives, years: float) -> dict[str, Any]:
    """Return who is supported: their ages and where they stand, at the start and in weeks.

    Parameters
    ----------
    own
        (row of the young person, spell).
    """
    found: dict[str, dict[str, dict[str, float]]] = {
        when: {
            "age": dict.fromkeys(AGES, 0.0),
            "standing": dict.fromkeys(STANDING, 0.0),
            "placement": dict.fromkeys(PLACEMENT_CELLS, 0.0),
        }
        for when in ("at_start", "in_weeks")
    }
    for row, one in own:
        if one.was_supported:
            start = np.array([one.started])
            _add(found["at_start"], lives, row, start, np.ones(1))
            _add(found["in_weeks"], lives, row, *weeks_of(one, years))
    return found


def _add(
    to: dict[str, dict[str, float]], lives: Lives, row: int, moments: Floats, weights: Floats
) -> None:
    """Add a young person at some moments to counts, with a weight each."""
    cells = lives.cells_at(row, moments)
    for name, words in (
        ("age", age_of(moments - lives.born[row])),
        ("standing", standing_of(cells)),
        ("placement", placed_of(cells)),
    ):
        for word, weight in zip(words.tolist(), weights.tolist(), strict=True):
            if word:
                to[name][word] += weight


def weeks_of(one: Spell, years: float) -> tuple[Floats, Floats]:
    """Return the middle of each week of a spell of support within a run, and how long it is in weeks."""
    if not one.was_supported:
        return np.zeros(0), np.zeros(0)
    until = min(one.ended, years)
    edges = np.append(np.arange(one.started, until, _STEP), until)
    return (edges[1:] + edges[:-1]) / 2, np.diff(edges) * WEEKS_PER_YEAR

"""How far each of those who came into care got with a service, from its door to its full effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import inf
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.lengths import WEEKS_PER_YEAR
from scenarios.funnel.programmes import Programme
from scenarios.funnel.spells import Refusal, Spell, Ways

Ints = NDArray[np.int64]

#: Support that reaches somebody by at least this share of the full effect is not weak.
FULL_ENOUGH: Final = 0.5


class Step(IntEnum):
    """How far somebody got; who got to one got to all before it."""

    ENTERED = 0
    COULD_COME = 1
    REFERRED = 2
    ACCEPTED = 3
    SUPPORTED = 4
    IN_TIME = 5
    ACTING = 6
    FULL = 7


#: What those who got so far are called.
STEPS: Final = {
    Step.ENTERED: "started to be looked after",
    Step.COULD_COME: "of the ages it is for, while open",
    Step.REFERRED: "referred or turned away",
    Step.ACCEPTED: "accepted",
    Step.SUPPORTED: "supported",
    Step.IN_TIME: "supported before they entered",
    Step.ACTING: "acting on the day they entered",
    Step.FULL: "at half its full effect or more",
}
#: Why those were lost who got no further than the step before.
LEAKS: Final = {
    Step.COULD_COME: "never of its ages while open",
    Step.REFERRED: "never referred",
    Step.ACCEPTED: "declined or turned away",
    Step.SUPPORTED: "accepted, but waited in vain",
    Step.IN_TIME: "entered before support began",
    Step.ACTING: "over, and nothing of it left",
    Step.FULL: "supported too weakly",
}


#: Why somebody was refused, in a fixed order.
REASONS: Final = tuple(Refusal)


class Late(IntEnum):
    """Why support, or a referral, came after they had entered."""

    BEFORE_OPENING = 0
    REFERRED_AFTER = 1
    WAITING = 2


LATE: Final = {
    Late.BEFORE_OPENING: "before it opened",
    Late.REFERRED_AFTER: "before they were taken on",
    Late.WAITING: "while they waited",
}


@dataclass(frozen=True)
class Entrants:
    """Hold those who started to be looked after in one arm, as the scenario's arm knows them.

    Attributes
    ----------
    rows
        Their rows in the scenario's arm, -1 for who is not there, shape (entrants,).
    entered
        When they first started, in years from the start.
    spared
        Whether they did not start to be looked after in the scenario's arm.
    """

    rows: Ints
    entered: Any
    spared: Any


@dataclass(frozen=True)
class Reached:
    """Say how far entrants got with a service or with all of them.

    Attributes
    ----------
    step
        The last `Step` each got to, shape (entrants,).
    late
        Why support was late, a `Late`; -1 where it was not, or never came.
    refused
        Why those who were never accepted were last refused, a place in `REASONS`; else -1.
    unopened
        Whether they entered before any site opened.
    dose
        How far support acted on the day they entered, 0 to 1.
    years
        Of support they had had by then.
    """

    step: Ints
    late: Ints
    refused: Ints
    unopened: Any
    dose: Any
    years: Any


def reached_by(
    programme: Programme, ways: Ways, population: Any, entrants: Entrants, years: float
) -> Reached:
    """Return how far entrants got with one service, whose members may be young people or families."""
    people, size = population.young_people, entrants.rows.size
    step, late = np.zeros(size, np.int64), np.full(size, -1)
    refused, dose, had = np.full(size, -1), np.zeros(size), np.zeros(size)
    spells, declined = _by_member(programme, ways, population)
    could = programme.could_come(people.born, years)
    by_family = programme.member != Member.YOUNG_PERSON
    for k, (row, entered) in enumerate(zip(entrants.rows, entrants.entered, strict=True)):
        if row < 0:
            continue
        member = int(people.family[row]) if by_family else int(row)
        own = spells.get(member, [])
        if not could[row]:
            continue
        if not own:
            step[k] = Step.REFERRED if member in declined else Step.COULD_COME
            refused[k] = REASONS.index(declined[member]) if member in declined else -1
            continue
        age = float(entered - people.born[row])
        step[k], late[k], dose[k], had[k] = _of_one(programme, own, float(entered), age)
    unopened = entrants.entered < programme.opened
    return Reached(step, late, refused, unopened, dose, had)


def _of_one(
    programme: Programme, own: Sequence[Spell], entered: float, age: float
) -> tuple[int, int, float, float]:
    """Return the last step, why it was late, the dose and the years of support of one entrant."""
    if not any(one.was_supported for one in own):
        return Step.ACCEPTED, -1, 0.0, 0.0
    before = [one for one in own if one.started < entered]
    if not before:
        return Step.SUPPORTED, _why_late(programme, own, entered), 0.0, 0.0
    had = sum(min(one.ended, entered) - one.started for one in before)
    if not any(one.acts_at(entered) for one in before):
        return Step.IN_TIME, -1, 0.0, had
    dose = max(float(programme.dose(one, entered, age)) for one in before)
    return Step.FULL if dose >= FULL_ENOUGH else Step.ACTING, -1, dose, had


def _why_late(programme: Programme, own: Sequence[Spell], entered: float) -> int:
    """Return why somebody's support began only after they had entered."""
    if entered < programme.opened:
        return Late.BEFORE_OPENING
    waited = any(one.accepted < entered <= min(one.started, one.ended) for one in own)
    return Late.WAITING if waited else Late.REFERRED_AFTER


def _by_member(
    programme: Programme, ways: Ways, population: Any
) -> tuple[dict[int, list[Spell]], dict[int, Refusal]]:
    """Return the spells of each member of a service, and why each was last refused, by member's row."""
    rows = population.enrolments
    members, first = rows.member, rows.programme
    found: dict[int, list[Spell]] = {}
    for spell in ways.spells:
        if programme.is_of(spell):
            found.setdefault(int(members[spell.enrolment]), []).append(spell)
    declined = {
        int(members[e]): why[-1] for e, why in ways.declined.items() if first[e] == programme.first
    }
    return found, declined


def by_any(each: Sequence[Reached]) -> Reached:
    """Return how far entrants got with the service that got them furthest."""
    step = np.asarray(np.max([one.step for one in each], axis=0), np.int64)
    # Who was late with one and in time with another was in time.
    late, refused = (
        np.max([getattr(one, why) for one in each], axis=0) for why in ("late", "refused")
    )
    return Reached(
        step,
        np.where(step == Step.SUPPORTED, late, -1),
        np.where(step == Step.REFERRED, refused, -1),
        np.min([one.unopened for one in each], axis=0),
        np.max([one.dose for one in each], axis=0),
        np.sum([one.years for one in each], axis=0),
    )


def counted(reached: Reached, spared: Any) -> dict[str, Any]:
    """Return the counts of a funnel: every step, and what each loss was made of."""
    step, in_time = reached.step, reached.step >= Step.IN_TIME
    so_far = {one: int((step >= one).sum()) for one in Step}
    return {
        "steps": {one.name.lower(): so_far[one] for one in Step},
        "lost": {one.name.lower(): so_far[Step(one - 1)] - so_far[one] for one in LEAKS},
        "spared": {one.name.lower(): int(((step >= one) & spared).sum()) for one in Step},
        "late": {one.name.lower(): int((reached.late == one).sum()) for one in Late},
        "refused": {why.value: int((reached.refused == k).sum()) for k, why in enumerate(REASONS)},
        "never_referred": {
            "before_opening": int(((step == Step.COULD_COME) & reached.unopened).sum()),
            "after_opening": int(((step == Step.COULD_COME) & ~reached.unopened).sum()),
        },
        "dose": float(reached.dose[in_time].sum()),
        "weeks": float(WEEKS_PER_YEAR * reached.years[in_time].sum()),
    }


def entrants_of(first: dict[int, float], there: dict[int, int], also: dict[int, float]) -> Entrants:
    """Return those who started to be looked after in one arm.

    Parameters
    ----------
    first
        When each first started in that arm, by uid.
    there
        Rows of the scenario's arm, by uid.
    also
        When each first started in the scenario's arm, by uid.
    """
    uids = sorted(first)
    return Entrants(
        np.array([there.get(uid, -1) for uid in uids], np.int64),
        np.array([first[uid] for uid in uids], np.float64),
        np.array([also.get(uid, inf) == inf for uid in uids], np.bool_),
    )

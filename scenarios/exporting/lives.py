"""Everybody a run looked after, as lives in days: periods of care, placements in them, and times missing."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

import numpy as np

from agents.codes import Placement, Status
from agents.population import Population
from calibration.beliefs.returns.years import COVERED
from scenarios.exporting.calendar import Calendar, birthday, last_day
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.outcomes.event_names import MISSING, MOVES
from simulation.outcomes.logged import Events, events_of, has, placement_of, room_for
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import warm_up

_DAY: Final = dt.timedelta(days=1)
#: Days of an earlier period of care of which a run knows only that there was one, and between two of them.
_EARLIER, _APART = 28, 90
_ENTERED_BEFORE: Final = "before the start"
AGEING_OUT: Final = "ageing_out"


@dataclass
class Stay:
    """One placement: from a day to the day it ended (None: it goes on), where, and why it ended.

    `why` is the outcome ("placement_move/care_plan") that ended it; `moved` is whether the carer changed
    when it began.
    """

    begins: dt.date
    kind: Placement
    moved: bool = True
    ends: dt.date | None = None
    why: str = ""


@dataclass
class Life:
    """One child: born, girl or not, alone or not, periods of care, and times missing."""

    born: dt.date
    female: bool
    alone: bool
    periods: list[list[Stay]] = field(default_factory=list)
    missing: list[list[dt.date | None]] = field(default_factory=list)

    @property
    def adult(self) -> dt.date:
        """Return the 18th birthday."""
        return birthday(self.born)

    def now(self) -> Stay | None:
        """Return where the child lives, if it is looked after."""
        last = self.periods[-1][-1] if self.periods else None
        return last if last is not None and last.ends is None else None


@dataclass
class Lives:
    """Hold everybody, and count what days cannot tell: stays and absences within one day."""

    calendar: Calendar
    children: list[Life]
    merged: int = 0


def lives_of(task: ReplicateTask, first: int | None = None) -> Lives:
    """Run the first arm of a task with its log, and return everybody it looked after.

    Parameters
    ----------
    task
        A stored run's.
    first
        Year to 31 March that the first simulated year is said to be; by default its own.

    Raises
    ------
    DoorwaysError
        When no list of codes covers one of its years.
    """
    calendar = Calendar(task.profile.year if first is None else first - 1, task.years)
    for year in calendar.returns:
        if year not in COVERED:
            rule = f"Codes are known for returns of the years {COVERED[0]} to {COVERED[-1]}."
            step = "Choose a run of fewer years, or other years with --first-year."
            raise DoorwaysError("return", f"the year to 31 March {year}", rule, step)
    warm_up()
    population = population_of(task)
    room = room_for(task.profile["cla"], task.years)
    run = started(task, task.arms[0], population, room)
    run.advance(float(task.years), task.step_days)
    return read(events_of(run.state), population, run.population, calendar)


def read(events: Events, before: Population, after: Population, calendar: Calendar) -> Lives:
    """Return the lives that a log tells.

    Parameters
    ----------
    before, after
        The population as the run began, and as it ended.
    """
    start, people = before.young_people, after.young_people
    found = Lives(calendar, [])
    lives: dict[int, Life] = {}
    for row in np.flatnonzero(start["status"] == Status.LOOKED_AFTER).tolist():
        lives[row] = _life(people[row], calendar)
        lives[row].periods = list(_past(start[row], lives[row], calendar))
    for time, row, what, was, now in _moments(events, people.size):
        if row not in lives:
            lives[row] = _life(people[row], calendar)
        _happens(found, lives[row], calendar.day(time), what, was, now)
    found.children = [lives[row] for row in sorted(lives) if any(lives[row].periods)]
    for life in found.children:
        _grow_up(life, last_day(calendar.base + calendar.years))
    return found


def _life(row: Any, calendar: Calendar) -> Life:
    return Life(calendar.day(float(row["born"])), bool(row["female"]), bool(row["uasc"]))


def _past(row: Any, life: Life, calendar: Calendar) -> Iterator[list[Stay]]:
    """Yield the periods of care of one looked after at the start: earlier ones of which little is known, and this."""
    entered, placed = calendar.day(float(row["entered"])), calendar.day(float(row["placed"]))
    for back in range(int(row["periods"]) - 1, 0, -1):
        begins = entered - dt.timedelta(days=_APART * back)
        if begins > life.born:
            ends = begins + dt.timedelta(days=_EARLIER)
            yield [Stay(begins, Placement(int(row["placement"])), True, ends, _ENTERED_BEFORE)]
    kind, days = Placement(int(row["placement"])), (placed - entered).days
    # A move a day at most, and one at least where the placement is not as old as the period.
    moves = min(max(int(row["moves"]), 1), days)
    starts = [entered + dt.timedelta(days=days * k // moves) for k in range(moves)]
    stays = [Stay(day, kind) for day in (*starts, placed)]
    for one, following in pairwise(stays):
        one.ends, one.why = following.begins, _ENTERED_BEFORE
    yield stays


def _moments(events: Events, people: int) -> Iterator[tuple[float, int, str, Any, Any]]:
    """Yield what happened to young people: when, to whom, what, and their cells before and after."""
    rows = np.asarray(events.rows)
    cared = has(events.before, "looked_after") | has(events.after, "looked_after")
    own = events.where((rows < people) & cared)
    names = model_rules().outcome_names
    told = zip(
        own.times.tolist(),
        own.rows.tolist(),
        own.what.tolist(),
        _states(own.before),
        _states(own.after),
        strict=True,
    )
    for time, row, what, was, now in told:
        yield time, row, names[what], was, now


def _states(cells: Any) -> list[tuple[bool, int, bool]]:
    """Return of each entry whether the child is looked after, where it lives, and whether it is missing."""
    parts = (has(cells, "looked_after"), placement_of(cells), has(cells, "missing"))
    return list(zip(*(part.tolist() for part in parts), strict=True))


def _happens(
    found: Lives,
    life: Life,
    day: dt.date,
    what: str,
    was: tuple[bool, int, bool],
    now: tuple[bool, int, bool],
) -> None:
    if was[2] and not now[2]:
        _returns(life, day)
    if was[0] and not now[0]:
        _leaves(found, life, day, what)
    elif now[0] and not was[0]:
        _enters(found, life, day, Placement(now[1]))
    elif now[0]:
        moved = what.partition("/")[0] in MOVES or what in MOVES
        if moved or now[1] != was[1]:
            _moves(found, life, day, Placement(now[1]), what, moved=moved)
    if now[2] and not was[2] and what.startswith(MISSING) and not what.endswith("_unrecorded"):
        _goes_missing(found, life, day)


def _enters(found: Lives, life: Life, day: dt.date, kind: Placement) -> None:
    last = life.periods[-1][-1].ends if life.periods else None
    if last is not None and day <= last:
        # Back on the day of leaving would be no new period of care.
        day = last + _DAY
        found.merged += 1
    life.periods.append([Stay(day, kind)])


def _leaves(found: Lives, life: Life, day: dt.date, what: str) -> None:
    stay = life.now()
    if stay is None:
        return
    if day <= life.periods[-1][0].begins:
        life.periods.pop()
        found.merged += 1
        return
    if day <= stay.begins:
        life.periods[-1].pop()
        stay = life.periods[-1][-1]
        found.merged += 1
    stay.ends, stay.why = day, what


def _moves(
    found: Lives, life: Life, day: dt.date, kind: Placement, what: str, *, moved: bool
) -> None:
    stay = life.now()
    if stay is None:
        return
    if day <= stay.begins:
        stay.kind, stay.moved = kind, stay.moved or moved
        found.merged += 1
        return
    stay.ends, stay.why = day, what
    life.periods[-1].append(Stay(day, kind, moved))


def _goes_missing(found: Lives, life: Life, day: dt.date) -> None:
    if life.missing and life.missing[-1][0] == day:
        # Twice on one day is once in a return.
        life.missing[-1][1] = None
        found.merged += 1
        return
    life.missing.append([day, None])


def _returns(life: Life, day: dt.date) -> None:
    if life.missing and life.missing[-1][1] is None:
        life.missing[-1][1] = day


def _grow_up(life: Life, last: dt.date) -> None:
    """Let care end on the 18th birthday where it ends with it, and nobody stay beyond it: days are whole, moments are not."""
    adult = life.adult
    for period in life.periods:
        too_late = [one for one in period if one.begins >= adult]
        del period[len(period) - len(too_late) :]
        if not period:
            continue
        stay = period[-1]
        beyond = stay.ends >= adult if stay.ends else adult <= last
        if too_late or beyond or stay.why.startswith(AGEING_OUT):
            stay.ends = adult
            # What happened on the birthday itself ended care all the same.
            stay.why = AGEING_OUT if too_late or not stay.why else stay.why
    life.periods = [period for period in life.periods if period]
    life.missing = [one for one in life.missing if _within(life, one)]


def _within(life: Life, absence: list[dt.date | None]) -> bool:
    """Cut an absence to the period of care it is in; say whether there is one."""
    begins = absence[0]
    for period in life.periods:
        ends = period[-1].ends
        if begins and period[0].begins <= begins and (ends is None or begins < ends):
            if ends is not None:
                absence[1] = min(absence[1] or ends, ends)
            return True
    return False

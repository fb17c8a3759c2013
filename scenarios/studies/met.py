"""What one simulated arm shows of a study: events counted, the time they are counted in, their doses."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import QUARTER, WEEK
from scenarios.funnel.lives import lives_of
from scenarios.funnel.programmes import programmes_of
from scenarios.funnel.reading import ways_of
from scenarios.funnel.replicate import Played
from scenarios.funnel.spells import Ending, Spell
from simulation.bands import SLACK, in_years
from simulation.outcomes.cells import INDEX
from simulation.services.measured import DROPPED_OUT, DURING, Measured, People

Floats = NDArray[np.float64]
type Place = tuple[int, int, int]

_OUTSIDE: Final = "not "


@dataclass(frozen=True)
class Met:
    """Hold what one arm shows of a study.

    Attributes
    ----------
    events
        How many were counted.
    years
        Time in which they were, of everybody together.
    places
        Events by quarter of the service, of support, and after it.
    """

    events: int
    years: float
    places: Counter[Place]


class Reader:
    """Read an arm that has run for so many years, once for all that is asked of its first service.

    Attributes
    ----------
    spells
        (row of the young person, spell) of everybody whom the gate took on.
    accepted, started, ended
        When each of them was taken on, and support began and ended, shape (spells,).
    rows
        The young person of each.
    """

    def __init__(self, arm: Played, horizon: float) -> None:
        population = arm.run.population
        programme = programmes_of(population)[0]
        self.sites, self.horizon = len(programme.sites), horizon
        self.events, self.opened = arm.events, programme.opened
        self.lives = lives_of(population, arm.first_cells, arm.events)
        ways = ways_of(population, arm.run.state, arm.events)
        members = population.enrolments.member
        self.spells: list[tuple[int, Spell]] = [
            (int(members[one.enrolment]), one) for one in ways.spells if programme.is_of(one)
        ]
        times = [(one.accepted, one.started, one.ended) for _, one in self.spells]
        self.accepted, self.started, self.ended = np.array(times, np.float64).reshape(-1, 3).T
        self.rows = np.array([row for row, _ in self.spells], np.int64)
        self._of: dict[int, list[int]] = {}
        for i, (row, _) in enumerate(self.spells):
            self._of.setdefault(row, []).append(i)

    def met(self, study: Measured, months: tuple[float, float]) -> Met:
        """Return what a study finds in a window of months from the opening."""
        begin, end = self._times(study, months)
        places: Counter[Place] = Counter()
        own = self.events.of(*study.counts)
        for row, moment in zip(own.rows.tolist(), own.times.tolist(), strict=True):
            for i in self._of.get(row, ()):
                if begin[i] < moment <= end[i]:
                    places[self._place(self.spells[i][1], moment)] += 1
        return Met(places.total(), self.years(begin, end, study.among), places)

    def _times(self, study: Measured, months: tuple[float, float]) -> tuple[Floats, Floats]:
        """Return from when to when each spell counts: not at all without support, nor beyond the run."""
        first, last = (self.opened + in_years(one) for one in months)
        if study.people is People.FOLLOWED:
            begin, inside = self.started, (first <= self.started) & (self.started < last)
            end = np.minimum(begin + in_years(study.follow), self.horizon)
        else:
            begin, inside = np.maximum(first, self.started), self.started < inf
            end = np.minimum(np.minimum(last, self.ended), self.horizon)
        inside &= begin < end
        return np.where(inside, begin, 0.0), np.where(inside, end, 0.0)

    def years(self, begin: Floats, end: Floats, among: Sequence[str]) -> float:
        """Return how long all were in any of some cells from moment to moment, looked at week by week.

        Parameters
        ----------
        begin, end
            Years from the start, of each spell; where the end is not after the beginning, nothing.
        among
            Names of cells, or of those to be outside of; none for all of the time.
        """
        some = begin < end
        begin, end = begin[some], end[some]
        if not among:
            return float((end - begin).sum())
        weeks = np.ceil((end - begin) / WEEK).astype(np.int64)
        nth = np.arange(weeks.sum()) - np.repeat(np.cumsum(weeks) - weeks, weeks)
        left = np.repeat(begin, weeks) + nth * WEEK
        right = np.minimum(left + WEEK, np.repeat(end, weeks))
        cells = self.lives.cells_at(np.repeat(self.rows[some], weeks), (left + right) / 2)
        there = np.zeros(cells.shape, np.bool_)
        for cell in among:
            wanted = 0 if cell.startswith(_OUTSIDE) else 1
            there |= (cells >> INDEX[cell.removeprefix(_OUTSIDE)]) & 1 == wanted
        return float((right - left) @ there)

    def _place(self, spell: Spell, moment: float) -> Place:
        """Return the quarter of the service, of support and after it in which an event lies."""
        ended = spell.ended if spell.ended < inf else moment
        service = _quarter(moment - self.opened)
        support = _quarter(min(moment, ended) - spell.started)
        if moment <= ended:
            return service, support, DURING
        gone = spell.ending is Ending.DROPPED_OUT
        return service, support, DROPPED_OUT if gone else _quarter(moment - ended)


def _quarter(years: float) -> int:
    return floor(max(years - SLACK, 0.0) / QUARTER)

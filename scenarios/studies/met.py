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

    def met(self, study: Measured, months: tuple[float, float]) -> Met:
        """Return what a study finds in a window of months from the opening."""
        counted = self._counted(study)
        places: Counter[Place] = Counter()
        total, years = 0, 0.0
        for row, spell in self.spells:
            begin, end = self._time(study, spell, months)
            if end <= begin:
                continue
            years += self.years(row, begin, end, study.among)
            own = counted.get(row, ())
            for moment in own:
                if begin < moment <= end:
                    total += 1
                    places[self._place(spell, moment)] += 1
        return Met(total, years, places)

    def _counted(self, study: Measured) -> dict[int, list[float]]:
        """Return the moments of the events a study counts, by young person."""
        own = self.events.of(*study.counts)
        found: dict[int, list[float]] = {}
        for row, moment in zip(own.rows.tolist(), own.times.tolist(), strict=True):
            found.setdefault(row, []).append(moment)
        return found

    def _time(
        self, study: Measured, spell: Spell, months: tuple[float, float]
    ) -> tuple[float, float]:
        """Return from when to when a spell counts: not at all without support, nor beyond the run."""
        first, last = (self.opened + in_years(one) for one in months)
        if not spell.was_supported:
            return 0.0, 0.0
        if study.people is People.FOLLOWED:
            inside = first <= spell.started < last
            end = min(spell.started + in_years(study.follow), self.horizon)
            return (spell.started, end) if inside else (0.0, 0.0)
        return max(first, spell.started), min(last, spell.ended, self.horizon)

    def years(self, row: int, begin: float, end: float, among: Sequence[str]) -> float:
        """Return how long somebody was in any of some cells, looked at week by week."""
        if not among:
            return end - begin
        edges = np.append(np.arange(begin, end, WEEK), end)
        cells = self.lives.cells_at(row, (edges[1:] + edges[:-1]) / 2)
        there = np.zeros(cells.shape, np.bool_)
        for cell in among:
            wanted = 0 if cell.startswith(_OUTSIDE) else 1
            there |= (cells >> INDEX[cell.removeprefix(_OUTSIDE)]) & 1 == wanted
        return float(np.diff(edges) @ there)

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

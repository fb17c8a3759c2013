"""What a run's log says of young people: what happened to whom, and which cells they left and entered."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Member
from agents.lengths import BINS_PER_YEAR
from agents.population import Population
from simulation.kinds import ENROLMENTS
from simulation.outcomes.cells import CELLS
from simulation.outcomes.logged import Events
from simulation.world import first_rows

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Changes:
    """Hold cells that were left (-1) and entered (+1): by whom, when, and which; each shape (changes,)."""

    persons: Ints
    times: Floats
    cells: Ints
    signs: Ints

    def bins(self) -> Ints:
        """Return the bin of the year in which each happened."""
        return (self.times * BINS_PER_YEAR).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Moments:
    """Hold what happened to young people, sorted by person, then time.

    Attributes
    ----------
    persons, times, what, before, after
        As in `simulation.outcomes.logged.Events`, of young people and what services did with them.
    first
        Cells of each at the start, shape (young people,).
    changes
        Cells left and entered in all of it.
    """

    persons: Ints
    times: Floats
    what: Ints
    before: Ints
    after: Ints
    first: Ints
    changes: Changes

    def cells_at(self, persons: Ints, times: Floats) -> Ints:
        """Return the cells of some young people right after some moments, in their shape."""
        last = self.last_before(persons, times)
        return np.where(last >= 0, np.append(self.after, 0)[last], self.first[persons])

    def last_before(self, persons: Ints, times: Floats, among: Ints | None = None) -> Ints:
        """Return the last entry of some young people at or before some moments; -1 for none.

        Parameters
        ----------
        among
            Entries that count, in order; by default all.
        """
        rows = np.arange(self.persons.size) if among is None else among
        owners, moments = self.persons[rows], self.times[rows]
        first = np.searchsorted(owners, persons)
        low, high = first, np.searchsorted(owners, persons, side="right")
        # Halving, for all at once: a person's entries are few and lie together.
        while (wide := low < high).any():
            middle = (low + high) // 2
            later = moments[np.where(wide, middle, 0)] > times
            high = np.where(wide & later, middle, high)
            low = np.where(wide & ~later, middle + 1, low)
        found = low - 1
        return np.where(found >= first, rows[found], -1) if rows.size else found


def moments_of(population: Population, events: Events, first: Ints) -> Moments:
    """Return what a log says of young people.

    Parameters
    ----------
    population
        As the run left it.
    events
        The run's log from its first moment.
    first
        Cells of each young person at the start, from `simulation.outcomes.cells_now`.
    """
    owner = whose(population)[events.rows]
    own = np.flatnonzero(owner >= 0)
    own = own[np.argsort(owner[own], kind="stable")]
    some = events.where(own)
    persons = owner[own]
    changed = some.before ^ some.after
    changes = cells_changed(persons, some.times, changed, some.after)
    return Moments(persons, some.times, some.what, some.before, some.after, first, changes)


def cells_changed(persons: Ints, times: Floats, changed: Ints, after: Ints) -> Changes:
    """Return one entry for each cell that was left or entered."""
    parts: list[tuple[Any, ...]] = []
    for cell in range(len(CELLS)):
        k = np.flatnonzero((changed >> cell) & 1)
        signs = np.where((after[k] >> cell) & 1, 1, -1)
        parts.append((persons[k], times[k], np.full(k.size, cell), signs))
    return Changes(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def whose(population: Population) -> Ints:
    """Return the young person each of the engine's rows is about, -1 for none."""
    starts = first_rows(population)
    owner = np.full(int(starts[-1]), -1, np.int64)
    owner[: population.young_people.size] = np.arange(population.young_people.size)
    rows = population.enrolments
    members = np.where(rows["of"] == Member.YOUNG_PERSON, rows["member"], -1)
    owner[int(starts[ENROLMENTS]) :] = members
    return owner

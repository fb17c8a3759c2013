"""Whom a headline speaks of: those whose support began soon after a service opened, each with the moment."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.lengths import BINS_PER_YEAR
from scenarios.whom.moments import Moments
from scenarios.whom.tallied import Followed
from simulation.discover import model_rules
from simulation.outcomes.cells import INDEX
from simulation.outcomes.chosen import chosen

type Ints = NDArray[np.int64]
type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cohort:
    """Hold some young people of one arm, and for each the moment support first began, in years."""

    persons: Ints
    starts: Floats

    def where(self, some: Bools) -> "Cohort":
        """Return some of them."""
        return Cohort(self.persons[some], self.starts[some])

    def __len__(self) -> int:
        return int(self.persons.size)


def opened_at(arm: Followed) -> float:
    """Return when the first service of an arm opened, in years; infinity if none did."""
    sites = arm.population.services[arm.population.practices :]
    return float(sites["opened"].min()) if sites.size else np.inf


def cohort_of(arm: Followed, opened: float, years: float) -> Cohort:
    """Return those whose first support began within some years of the opening."""
    moments = arm.moments
    began = np.flatnonzero(are(moments, "support_start"))
    persons, first = np.unique(moments.persons[began], return_index=True)
    starts = moments.times[began][first]
    inside = (starts >= opened) & (starts < opened + years)
    return Cohort(persons[inside], starts[inside])


def are(moments: Moments, *names: str) -> Bools:
    """Return which entries are of some processes or outcomes."""
    return np.asarray(chosen(model_rules(), names)[moments.what])


def inside(arm: Followed, who: Cohort, cell: str, later: float = 0.0) -> Bools:
    """Return who is in a cell some years after support began."""
    cells = arm.moments.cells_at(who.persons, who.starts + later)
    return np.asarray((cells >> INDEX[cell]) & 1 == 1)


def events_between(arm: Followed, who: Cohort, begin: Floats, end: Floats, *names: str) -> Floats:
    """Return how often something happened to each between two moments of theirs, shape (people,)."""
    moments = arm.moments
    some = are(moments, *names)
    place = np.full(arm.population.young_people.size, -1, np.int64)
    place[who.persons] = np.arange(len(who))
    rows = place[moments.persons[some]]
    times = moments.times[some][rows >= 0]
    rows = rows[rows >= 0]
    counted = (times > begin[rows]) & (times <= end[rows])
    return np.bincount(rows[counted], minlength=len(who)).astype(float)


def ever_supported(arm: Followed) -> Bools:
    """Return whom any service ever supported, shape (young people,)."""
    changes = arm.moments.changes
    found = np.zeros(arm.population.young_people.size, np.bool_)
    found[changes.persons[changes.cells == INDEX["supported"]]] = True
    return found


def care_weeks(arm: Followed) -> NDArray[np.int16]:
    """Return the weeks each had been looked after by the start of each, shape (weeks + 1, young people).

    A week counts for who is looked after at its end.
    """
    moments, bins = arm.moments, arm.years * BINS_PER_YEAR
    changes = moments.changes
    care = changes.cells == INDEX["looked_after"]
    # Week by week side by side: what is asked of it is everybody at one moment.
    there = np.zeros((bins + 1, moments.first.size), np.int16)
    np.add.at(there, (changes.bins()[care] + 1, changes.persons[care]), changes.signs[care])
    there[1] += ((moments.first >> INDEX["looked_after"]) & 1).astype(np.int16)
    np.cumsum(there, axis=0, out=there)
    return np.cumsum(there, axis=0, dtype=np.int16)

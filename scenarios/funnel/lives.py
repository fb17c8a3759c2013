"""Where young people stood at any moment of a run, read from its log."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import STATUS_LABELS, Status
from agents.lengths import ADULTHOOD, AGE_EDGES, TEEN
from agents.population import Population
from simulation.outcomes.cells import INDEX, PLACEMENT_CELLS
from simulation.outcomes.logged import Events

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Cells that say where somebody stands; nobody is in two of them.
STATUS_CELLS: Final = ("in_need", "edge_of_care", "looked_after", "left_care", "care_leaver")
NO_STATUS: Final = "closed"
#: What those are called, and each kind of placement.
STANDING: Final = {
    **{name: STATUS_LABELS[Status[name.upper()]] for name in STATUS_CELLS},
    NO_STATUS: STATUS_LABELS[Status.CLOSED],
}
PLACED: Final = {
    **{name: name.replace("_", " ") for name in PLACEMENT_CELLS},
    "foster_in_house": "in-house foster care",
    "foster_agency": "agency foster care",
    "kinship": "with kin",
    "childrens_home": "children's home",
    "service_bed": "a service's bed",
    "service_family": "a service's family",
}
AGES: Final = ("under 10", "10 to 15", "16 and 17", "18 and over")
_AGE_EDGES: Final = (TEEN, AGE_EDGES[-1], ADULTHOOD)


@dataclass(frozen=True)
class Lives:
    """Hold the cells each young person was in from moment to moment.

    Attributes
    ----------
    born
        Years from the start, shape (young people,).
    first
        Cells at the start, shape (young people,).
    times, after
        Moments and cells of each young person's own events, sorted by person, then time.
    begins
        Where each young person's events begin, shape (young people + 1,).
    """

    born: Floats
    first: Ints
    times: Floats
    after: Ints
    begins: Ints

    def cells_at(self, rows: Any, moments: Any) -> Ints:
        """Return the cells young people were in just before moments; rows and moments go together."""
        row, moment = np.broadcast_arrays(np.asarray(rows, np.int64), moments)
        begin, low, high = self.begins[row], self.begins[row], self.begins[row + 1]
        # All are looked up at once, each among its own events, by halving.
        while (searching := low < high).any():
            middle = (low + high) // 2
            before = searching & (self.times[np.where(searching, middle, 0)] < moment)
            low = np.where(before, middle + 1, low)
            high = np.where(searching & ~before, middle, high)
        last = self.after[np.maximum(low - 1, 0)] if self.after.size else self.first[row]
        return np.asarray(np.where(low > begin, last, self.first[row]))


def lives_of(population: Population, first: Ints, events: Events) -> Lives:
    """Return the young people's lives.

    Parameters
    ----------
    population
        As the run left it.
    first
        The cells each was in at the start, from `simulation.outcomes.cells_now`.
    events
        The run's log.
    """
    people = population.young_people
    own = events.where(events.rows < people.size)
    order = np.argsort(own.rows, kind="stable")
    own = own.where(order)
    begins = np.searchsorted(own.rows, np.arange(people.size + 1))
    return Lives(people.born.copy(), first, own.times, own.after, begins.astype(np.int64))


def standing_of(cells: Ints) -> Ints:
    """Return where those in some cells stand, as places in `STANDING`."""
    found = np.full(cells.shape, tuple(STANDING).index(NO_STATUS))
    for k, name in enumerate(STATUS_CELLS):
        found[(cells >> INDEX[name]) & 1 == 1] = k
    return found


def age_of(ages: Floats) -> Ints:
    """Return the band of some ages, as places in `AGES`."""
    return np.searchsorted(_AGE_EDGES, ages, side="right")

"""The log of a run, as whoever reads one finds it: every event of every row, in true order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.discover import model_rules
from simulation.outcomes.cells import INDEX, PLACEMENT_CELLS
from simulation.outcomes.chosen import chosen

if TYPE_CHECKING:
    from simulation.world import State

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: Room for events per child looked after and year to begin with.
_ROOM = 25
_PLACEMENT_BITS = (1 << len(PLACEMENT_CELLS)) - 1


@dataclass(frozen=True)
class Events:
    """Hold events in true order, one entry an event.

    Attributes
    ----------
    times
        Years since the start, shape (events,).
    rows
        Row of the young person, carer, family or service, numbered as the engine numbers them.
    what
        What happened: its place in the model's list of outcomes, shape (events,).
    before, after
        Cells (bits of `simulation.outcomes.cells`) before and after the event.
    """

    times: Floats
    rows: Ints
    what: Ints
    before: Ints
    after: Ints

    def where(self, chosen: Any) -> "Events":
        """Return the chosen events, in their order."""
        return Events(
            self.times[chosen],
            self.rows[chosen],
            self.what[chosen],
            self.before[chosen],
            self.after[chosen],
        )

    def are(self, *names: str) -> Bools:
        """Return which events are of some processes ("arrest") or outcomes ("arrest/no_charge").

        Raises
        ------
        DoorwaysError
            When there is no such process or outcome.
        """
        return np.asarray(chosen(model_rules(), names)[self.what])

    def of(self, *names: str) -> "Events":
        """Return the events of some processes or outcomes."""
        return self.where(self.are(*names))

    def in_year(self, year: int) -> "Events":
        """Return the events of one reporting year, 0 for the first."""
        return self.where((self.times >= year) & (self.times < year + 1))


def room_for(children: float, years: float) -> int:
    """Return room for the events of a run to begin with: a run makes more when it needs it.

    Parameters
    ----------
    children
        Looked after at the start.
    """
    return int(_ROOM * years * max(children, 1.0))


def events_of(state: "State") -> Events:
    """Return the log of a run that was started with room for one."""
    logged = slice(0, int(state.counters[1]))
    return Events(
        state.log_times[logged],
        state.log_rows[logged],
        state.log_outcomes[logged],
        state.log_before[logged],
        state.log_after[logged],
    )


def placement_of(cells: Ints) -> Ints:
    """Return the kind of placement in some cells, 0 for none, shape (events,)."""
    bits = cells & _PLACEMENT_BITS
    return np.where(bits > 0, np.log2(np.maximum(bits, 1)).astype(np.int64) + 1, 0)


def has(cells: Ints, cell: str) -> Bools:
    """Return whether a named cell is among some cells, shape (events,)."""
    return np.asarray((cells >> INDEX[cell]) & 1 == 1)

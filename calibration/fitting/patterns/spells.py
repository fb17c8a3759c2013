"""Placements and periods of care that ended: how long they had lasted, and how they ended."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from calibration.fitting.patterns.record import Bools, Floats, Ints, Record
from simulation.discover import model_rules
from simulation.outcomes.chosen import chosen
from simulation.outcomes.event_names import ENTRY_PROCESSES, EXIT_PROCESSES, MOVES
from simulation.outcomes.logged import Events, placement_of


@dataclass(frozen=True)
class Spells:
    """Hold spells that ended, one entry a spell.

    Attributes
    ----------
    rows
        Row of the young person.
    began, ended
        Years since the start of the run; `began` may lie before it.
    kind
        Kind of placement it was; for periods of care that of the last placement.
    what
        What ended it: place in the model's list of outcomes.
    """

    rows: Ints
    began: Floats
    ended: Floats
    kind: Ints
    what: Ints

    @property
    def lasted(self) -> Floats:
        """Return how long each lasted in years."""
        return np.asarray(self.ended - self.began)

    def where(self, chosen: Bools) -> "Spells":
        """Return the chosen spells."""
        return Spells(
            self.rows[chosen],
            self.began[chosen],
            self.ended[chosen],
            self.kind[chosen],
            self.what[chosen],
        )

    def by(self, *names: str) -> Bools:
        """Return which were ended by some processes or outcomes.

        Raises
        ------
        DoorwaysError
            When there is no such process or outcome.
        """
        return np.asarray(chosen(model_rules(), names)[self.what])

    def in_year(self, year: int) -> "Spells":
        """Return those that ended in a reporting year, 0 for the first."""
        return self.where((self.ended >= year) & (self.ended < year + 1))


def _spells(
    events: Events, starts: tuple[str, ...], ends: tuple[str, ...], first: Floats
) -> Spells:
    """Pair each end with the latest start of the same row before it, or with `first`."""
    order = np.lexsort((np.arange(events.rows.size), events.rows))
    own = events.where(order)
    begins = own.are(*starts)
    at = np.arange(own.rows.size)
    # The latest start strictly before each event, by carrying its position forward.
    latest = np.maximum.accumulate(np.where(begins, at, -1))
    before = np.concatenate([[-1], latest[:-1]]) if at.size else at
    same = (before >= 0) & (own.rows[np.maximum(before, 0)] == own.rows)
    began = np.where(same, own.times[np.maximum(before, 0)], first[own.rows])
    kind = placement_of(own.before)
    ended = own.are(*ends) & (kind > 0)
    return Spells(
        own.rows[ended],
        began[ended],
        own.times[ended],
        kind[ended],
        own.what[ended],
    )


@lru_cache(maxsize=1)
def placements(record: Record) -> Spells:
    """Return the placements that ended, by a move or by leaving care."""
    events = record.children.of(*ENTRY_PROCESSES, *MOVES, *EXIT_PROCESSES)
    return _spells(
        events, (*ENTRY_PROCESSES, *MOVES), (*MOVES, *EXIT_PROCESSES), record.first["placed"]
    )


@lru_cache(maxsize=1)
def periods(record: Record) -> Spells:
    """Return the periods of care that ended."""
    events = record.children.of(*ENTRY_PROCESSES, *EXIT_PROCESSES)
    return _spells(events, ENTRY_PROCESSES, EXIT_PROCESSES, record.first["entered"])

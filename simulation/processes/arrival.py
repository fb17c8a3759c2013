"""A young person becomes in need for the first time, on the date synthesis drew in advance."""

import math
from enum import auto
from types import MappingProxyType
from typing import Any

from agents.codes import Status
from agents.lengths import ONE_YEAR
from agents.rows import YoungPersonRow
from simulation.draws import Address, stream, uniform
from simulation.links import know_family
from simulation.process import Outcome, Process
from simulation.tables import World

BIRTH = stream("arrival/birth")
IN_NEED, GONE = int(Status.IN_NEED), int(Status.GONE)


class Arrived(Outcome):
    """Whether the child comes to be known, or was never born."""

    HAPPENED = auto()
    NOT_BORN = auto()


HAPPENED, NOT_BORN = int(Arrived.HAPPENED), int(Arrived.NOT_BORN)


class Arrival(Process):
    """Become in need. Arms share the dates: nothing that happens in a run moves them.

    Of infants born after the start, those whom a service of their mother's has kept from being conceived
    do not come. Without one all are born, so log odds are read as the log of the share who are.
    """

    name = "arrival"
    statuses = (Status.UNKNOWN,)
    outcomes = Arrived
    options = MappingProxyType(
        {"birth": "a further child born to a mother (log of the share who are)"}
    )

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the date of arrival; unaccompanied children come by another process."""
        return math.inf if row.uasc else row.arrives

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Open an episode of need, or be gone where there was no birth."""
        tilt = world.shared[0].tilt[OF_BIRTH]
        infant = row.born > 0.0 and now - row.born < ONE_YEAR
        if tilt < 0.0 and infant and uniform(draw, BIRTH) >= math.exp(tilt):
            row.status = GONE
            return NOT_BORN
        row.status = IN_NEED
        row.since = now
        know_family(world, row.family, 1)
        return HAPPENED


OF_BIRTH = tuple(Arrival.options).index("birth")

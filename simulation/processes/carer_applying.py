"""A household decides whether to foster, or a provider whether to open a home."""

from enum import auto
from typing import Any

from agents.codes import Opening
from agents.rows import CarerRow
from agents.synthesis.market import JOIN_LAG
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import Outcome, Process
from simulation.tables import World

FUTURE, CLOSED = int(Opening.FUTURE), int(Opening.CLOSED)


class Decided(Outcome):
    """Whether they come forward."""

    CAME_FORWARD = auto()
    STAYED_AWAY = auto()


CAME_FORWARD, STAYED_AWAY = int(Decided.CAME_FORWARD), int(Decided.STAYED_AWAY)


class CarerApplying(Process):
    """Come forward if the market calls loudly enough; approval or registration takes its time."""

    name = "carer_applying"
    kind = Kind.CARER
    statuses = (Opening.PROSPECT,)
    outcomes = Decided
    parameters = (JOIN_LAG,)

    @staticmethod
    def due(now: float, row: CarerRow, world: World, p: Any) -> float:
        """Return the date of the decision: that of opening less the lag."""
        return max(now, row.opens - p.market_join_lag[row.placement])

    @staticmethod
    def happen(now: float, row: CarerRow, world: World, p: Any, draw: Address) -> int:
        """Join later, or never."""
        # Everybody has a mark of their own, so that arms which call alike hear the same people.
        if row.mark < world.markets[row.placement].joins:
            row.status = FUTURE
            return CAME_FORWARD
        row.status = CLOSED
        return STAYED_AWAY

"""A stay in a service's own bed or family is over."""

from enum import auto
from typing import Any

from agents.codes import Status
from agents.lengths import MONTH
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.needs import complexity
from simulation.placing import move_on
from simulation.process import Outcome, Process
from simulation.service_homes import take_along
from simulation.service_places import HOME, SERVICE_BED
from simulation.tables import World


class Stay(Outcome):
    """From a bed or a family to a family of their own; on until there is one; or in the same house.

    Those whose home becomes a service's stay where they are, as far as it has beds.
    """

    STEPPED_DOWN = auto()
    MOVED_ON = auto()
    STAYED_ON = auto()
    TAKEN_ALONG = auto()
    NO_BED = auto()


STEPPED_DOWN, MOVED_ON = int(Stay.STEPPED_DOWN), int(Stay.MOVED_ON)
STAYED_ON, TAKEN_ALONG, NO_BED = int(Stay.STAYED_ON), int(Stay.TAKEN_ALONG), int(Stay.NO_BED)


class ServiceStay(Process):
    """End a stay for a time with a service: in a family, or from 16 in supported accommodation."""

    name = "service_stay"
    words = "a stay in a service's own bed or family coming to its end"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Stay

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the stay is over; infinity for all who live elsewhere."""
        return row.stay_ends

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Move on, or stay another month where no family is free."""
        if row.placement == HOME:
            if take_along(row, world, complexity(now, row)):
                return TAKEN_ALONG
            row.displaced = now
            return NO_BED
        from_bed = row.placement == SERVICE_BED
        if not move_on(now, row, world, p, draw):
            row.stay_ends = now + MONTH
            return STAYED_ON
        row.moves += 1
        return STEPPED_DOWN if from_bed else MOVED_ON

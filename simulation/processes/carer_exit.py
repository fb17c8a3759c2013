"""A carer gives up fostering or a home closes."""

import math
from enum import auto
from typing import Any

from agents.codes import KINDS, Opening, Placement
from agents.parameter import Parameter
from agents.rows import CarerRow
from agents.synthesis.market import BY_STRAIN
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.links import close_carer
from simulation.process import Outcome, Process
from simulation.tables import World

KINSHIP = int(Placement.KINSHIP)


class Left(Outcome):
    """Who it was."""

    CARER = auto()
    KIN = auto()


CARER, KIN = int(Left.CARER), int(Left.KIN)


class CarerExit(Process):
    """Leave; the tired leave sooner, and everybody who lives there has to move."""

    name = "carer_exit"
    words = "a carer giving up or a home closing"
    kind = Kind.CARER
    statuses = (Opening.OPEN,)
    outcomes = Left
    parameters = (
        Parameter("carer_exit_hazard", "per year", 0, 5, "Leaves, by kind of placement.", (KINDS,)),
        BY_STRAIN,
        Parameter(
            "carer_exit_differs",
            "share",
            0,
            1,
            "How far carers differ for good in how readily they leave: the steadiest by so much less.",
        ),
    )

    @staticmethod
    def hazard(now: float, row: CarerRow, world: World, p: Any) -> float:
        """Per year, by kind, strain and what the market makes of it."""
        leaving = p.carer_exit_hazard[row.placement] * math.exp(p.carer_exit_strain * row.strain)
        # On average over all of them 1, and exactly 1 where they are alike.
        leaving *= 1 + p.carer_exit_differs * (2 * row.restless - 1)
        return leaving * world.markets[row.placement].leaves

    @staticmethod
    def due(now: float, row: CarerRow, world: World, p: Any) -> float:
        """Return this moment for one that a condition closes."""
        return now if row.shut else math.inf

    @staticmethod
    def happen(now: float, row: CarerRow, world: World, p: Any, draw: Address) -> int:
        """Close, and displace whoever lives there."""
        close_carer(now, row, world)
        return KIN if row.placement == KINSHIP else CARER

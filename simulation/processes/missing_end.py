"""A missing young person is found or comes back."""

import math
from typing import Any

from agents.codes import Status
from agents.lengths import MISSING_BAND_COUNT, MISSING_EDGES
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import band, next_edge
from simulation.draws import Address
from simulation.links import touch_residents
from simulation.process import HAPPENED, Process
from simulation.tables import World


class MissingEnd(Process):
    """Be found or come back; most within two days."""

    name = "missing_end"
    words = "being found or coming back after going missing"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter(
            "missing_end_hazard",
            "per year",
            0,
            2000,
            "Found or back, by duration: under a day, 1-2, 3-7 days, longer.",
            (MISSING_BAND_COUNT,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by how long the young person has been missing."""
        if row.missing == 0:
            return 0.0
        return p.missing_end_hazard[band(now - row.gone_since, MISSING_EDGES)]

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the episode passes into its next band."""
        return next_edge(row.gone_since, now, MISSING_EDGES) if row.missing else math.inf

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Come back to the same placement."""
        row.missing = 0
        if row.carer >= 0:
            world.carers[row.carer].missing -= 1
            if p.missing_contagion > 0.0:
                touch_residents(world, row.carer)
        return HAPPENED

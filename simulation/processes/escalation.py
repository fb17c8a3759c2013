"""A child in need comes to the edge of care."""

import math
from typing import Any

from agents.codes import Status
from agents.lengths import AGE_BAND_COUNT
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.assessing import assess
from simulation.bands import age_band, next_birthday
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World

EDGE_OF_CARE = int(Status.EDGE_OF_CARE)


class Escalation(Process):
    """Come to the edge of care; more likely where the family is under strain."""

    name = "escalation"
    words = "coming to the edge of care"
    statuses = (Status.IN_NEED,)
    parameters = (
        Parameter(
            "escalation_hazard",
            "per year",
            0,
            20,
            "A child in need comes to the edge of care, by age band.",
            (AGE_BAND_COUNT,),
        ),
        Parameter("strain_log_hazard", "log hazard", 0, 2, "Per level of family strain above 1."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age and the family's strain."""
        strain = world.families[row.family].strain
        return p.escalation_hazard[age_band(now, row)] * math.exp(
            p.strain_log_hazard * (strain - 1)
        )

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_birthday(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Move to the edge of care: a crisis that services see."""
        row.status = EDGE_OF_CARE
        row.since = now
        row.crisis = now
        assess(now, row, p, draw)
        return HAPPENED

"""Behaviour worsens without a move."""

from typing import Any

from agents.codes import BEHAVIOUR_TOP, Status
from agents.lengths import TEEN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import aged, next_birthday
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class Worsening(Process):
    """Worsen by a level of behaviour, in adolescence, in step with latent need."""

    name = "worsening"
    words = "behaviour worsening without a move"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter("worsening_hazard", "per year", 0, 20, "Behaviour worsens by a level."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, from 10, by latent need."""
        if row.behaviour == BEHAVIOUR_TOP or not aged(now, row, TEEN):
            return 0.0
        return p.worsening_hazard * row.frailty

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_birthday(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Worsen by a level."""
        row.behaviour += 1
        return HAPPENED

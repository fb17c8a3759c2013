"""Behaviour eases in a stable placement."""

import math
from typing import Any

from agents.codes import Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class Settling(Process):
    """Ease by a level of behaviour, once a placement has lasted."""

    name = "settling"
    words = "behaviour easing in a stable placement"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter("settling_hazard", "per year", 0, 20, "Behaviour eases by a level."),
        Parameter("settling_after_years", "years", 0, 5, "Time in a placement before it helps."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, for those with behaviour to ease and a placement that has lasted."""
        if row.behaviour == 0 or now < row.placed + p.settling_after_years:
            return 0.0
        return p.settling_hazard

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the placement has lasted long enough."""
        stable = row.placed + p.settling_after_years
        return stable if now < stable else math.inf

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Settle by a level."""
        row.behaviour -= 1
        return HAPPENED

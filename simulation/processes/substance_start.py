"""A young person develops a problem with drugs or alcohol."""

from typing import Any

from agents.codes import Status
from agents.lengths import SIXTEEN, TEEN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import aged, next_birthday
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class SubstanceStart(Process):
    """Develop a substance problem, in adolescence."""

    name = "substance_start"
    words = "starting to misuse drugs or alcohol"
    statuses = (Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (Parameter("substance_hazard", "per year", 0, 5, "Aged 10-15 and 16-17.", (2,)),)

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, from 10, higher from 16, by latent need."""
        if row.substance or not aged(now, row, TEEN):
            return 0.0
        return p.substance_hazard[1 if aged(now, row, SIXTEEN) else 0] * row.frailty

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_birthday(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Start."""
        row.substance = 1
        return HAPPENED

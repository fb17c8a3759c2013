"""A young person develops a problem with drugs or alcohol."""

from typing import Any

from agents.codes import Status
from agents.lengths import TEEN_YEAR_COUNT
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import next_teen_year, teen_year
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World


class SubstanceStart(Process):
    """Develop a substance problem, in adolescence."""

    name = "substance_start"
    words = "starting to misuse drugs or alcohol"
    statuses = (Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (
        Parameter(
            "substance_hazard",
            "per year",
            0,
            5,
            "Under 10 and by year of age from 10.",
            (TEEN_YEAR_COUNT,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by year of age from 10 and latent risk."""
        return 0.0 if row.substance else p.substance_hazard[teen_year(now, row)] * row.risk

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_teen_year(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Start."""
        row.substance = 1
        return HAPPENED

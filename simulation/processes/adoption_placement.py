"""A young child is placed with adopters."""

from typing import Any

from agents.codes import Placement, Status
from agents.lengths import AGE_BAND_COUNT
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, next_birthday
from simulation.draws import Address
from simulation.placing import PRACTICES, settle_in
from simulation.process import HAPPENED, Process
from simulation.siblings import give_up_place
from simulation.tables import World
from simulation.years import luck, next_year

ADOPTION = int(Placement.ADOPTION)


class AdoptionPlacement(Process):
    """Move to an adoptive family: a placement move, and in time an adoption."""

    name = "adoption_placement"
    words = "being placed with adopters"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter(
            "adoption_placing_hazard",
            "per year",
            0,
            20,
            "Placed with adopters, by age band.",
            (AGE_BAND_COUNT,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age, local practice and luck of the year, for those not yet with adopters."""
        if row.uasc or row.placement == ADOPTION:
            return 0.0
        here = p.local_placement[ADOPTION] * luck(now, world, PRACTICES[ADOPTION])
        return p.adoption_placing_hazard[age_band(now, row)] * here

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts, or year."""
        return min(next_birthday(now, row), next_year(now))

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Move in with the adopters."""
        give_up_place(row, world)
        settle_in(now, row, world, p, ADOPTION, -1, draw)
        row.moves += 1
        return HAPPENED

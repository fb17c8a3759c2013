"""A tired carer recovers."""

from typing import Any

from agents.codes import Opening
from agents.parameter import Parameter
from agents.rows import CarerRow
from simulation.draws import Address
from simulation.kinds import YOUNG_PEOPLE, Kind
from simulation.links import touch
from simulation.process import HAPPENED, Process
from simulation.tables import World


class CarerRecovery(Process):
    """Lose a level of strain."""

    name = "carer_recovery"
    words = "a tired carer recovering"
    kind = Kind.CARER
    statuses = (Opening.OPEN,)
    parameters = (
        Parameter("carer_recovery_hazard", "per year", 0, 20, "Strain falls by a level."),
    )

    @staticmethod
    def hazard(now: float, row: CarerRow, world: World, p: Any) -> float:
        """Per year, while there is strain."""
        return p.carer_recovery_hazard if row.strain > 0 else 0.0

    @staticmethod
    def happen(now: float, row: CarerRow, world: World, p: Any, draw: Address) -> int:
        """Recover, and look at the residents again."""
        row.strain -= 1
        i = row.first_resident
        while i >= 0:
            touch(world, YOUNG_PEOPLE, i)
            i = world.young_people[i].next_resident
        return HAPPENED

"""A family known to services is hit by a shock."""

from typing import Any

from agents.codes import STRAIN_TOP
from agents.parameter import Parameter
from agents.rows import FamilyRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.links import touch_children
from simulation.process import HAPPENED, Process
from simulation.tables import World


class FamilyStrainRise(Process):
    """Strain rises by a level, which every child of the family feels."""

    name = "family_strain_rise"
    words = "a shock that adds to a family's strain"
    kind = Kind.FAMILY
    parameters = (Parameter("strain_rise_hazard", "per year", 0, 20, "Strain rises by a level."),)

    @staticmethod
    def hazard(now: float, row: FamilyRow, world: World, p: Any) -> float:
        """Per year, while a child of the family is in need."""
        return p.strain_rise_hazard if row.known > 0 and row.strain < STRAIN_TOP else 0.0

    @staticmethod
    def happen(now: float, row: FamilyRow, world: World, p: Any, draw: Address) -> int:
        """Rise, and look at the children again."""
        row.strain += 1
        touch_children(world, row)
        return HAPPENED

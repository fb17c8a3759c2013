"""A family's strain eases."""

from typing import Any

from agents.parameter import Parameter
from agents.rows import FamilyRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.links import touch_children
from simulation.process import HAPPENED, Process
from simulation.tables import World


class FamilyStrainEase(Process):
    """Strain falls by a level."""

    name = "family_strain_ease"
    words = "a family's strain easing"
    kind = Kind.FAMILY
    parameters = (Parameter("strain_ease_hazard", "per year", 0, 20, "Strain falls by a level."),)

    @staticmethod
    def hazard(now: float, row: FamilyRow, world: World, p: Any) -> float:
        """Per year, while a child of the family is in need."""
        return p.strain_ease_hazard if row.known > 0 and row.strain > 0 else 0.0

    @staticmethod
    def happen(now: float, row: FamilyRow, world: World, p: Any, draw: Address) -> int:
        """Ease, and look at the children again."""
        row.strain -= 1
        touch_children(world, row)
        return HAPPENED

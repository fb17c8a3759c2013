"""The relationship with the worker of a service grows, and with it what the service can do."""

from typing import Any

from agents.codes import TIE_TOP, Enrolled
from agents.rows import EnrolmentRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.tie import can_change, strength_of
from simulation.tables import World


class KeyWorkerBond(Process):
    """Grow by a step; moves do not break it."""

    name = "key_worker_bond"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, while supported."""
        if row.stage == TIE_TOP or not can_change(world, row):
            return 0.0
        return world.services[row.site].tie_growth

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Grow."""
        row.stage += 1
        row.strength = strength_of(row.stage, world.services[row.site])
        return HAPPENED

"""A worker of a service leaves."""

from typing import Any

from agents.codes import Enrolled
from agents.rows import EnrolmentRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.tie import can_change, strength_of
from simulation.tables import World


class KeyWorkerChange(Process):
    """Start the relationship again with somebody new, when staff turn over."""

    name = "key_worker_change"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: World, p: Any) -> float:
        """Per year, while supported and attached."""
        if row.stage == 0 or not can_change(world, row):
            return 0.0
        return world.services[row.site].turnover

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: World, p: Any, draw: Address) -> int:
        """Start again."""
        row.stage = 0
        row.strength = strength_of(row.stage, world.services[row.site])
        return HAPPENED

"""The relationship with the key worker grows, and with it what the hub can do."""

from typing import Any

from agents.codes import Enrolled, Status
from agents.rows import EnrolmentRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.rule import rule
from simulation.tables import World

BOND_TOP = 3
STATUSES = (int(Status.IN_NEED), int(Status.EDGE_OF_CARE), int(Status.LOOKED_AFTER))


@rule
def strength_of(bond: int, site: Any) -> float:
    """Return the strength of support at a step of the relationship."""
    return 1.0 - site.bond_weight + site.bond_weight * bond / BOND_TOP


@rule
def is_known(world: World, row: EnrolmentRow) -> bool:
    """Return whether a young person stands where relationships form and break."""
    status = world.young_people[row.member].status
    return status == STATUSES[0] or status == STATUSES[1] or status == STATUSES[2]


class KeyWorkerBond(Process):
    """Grow by a step; moves do not break it."""

    name = "key_worker_bond"
    kind = Kind.ENROLMENT
    statuses = (Enrolled.SUPPORTED,)

    @staticmethod
    def hazard(now: float, row: EnrolmentRow, world: Any, p: Any) -> float:
        """Per year, while supported."""
        if row.stage == BOND_TOP or not is_known(world, row):
            return 0.0
        return world.services[row.site].bond_growth

    @staticmethod
    def happen(now: float, row: EnrolmentRow, world: Any, p: Any, draw: Address) -> int:
        """Grow."""
        row.stage += 1
        row.strength = strength_of(row.stage, world.services[row.site])
        return HAPPENED

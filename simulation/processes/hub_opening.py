"""A hub opens."""

from typing import Any

from agents.codes import Opening, Placement, Status
from simulation.links import close_carer, touch
from simulation.process import Kind, Process
from simulation.rule import part

OPEN, HOME = int(Opening.OPEN), int(Placement.CHILDRENS_HOME)
IN_NEED, EDGE = int(Status.IN_NEED), int(Status.EDGE_OF_CARE)
LOOKED_AFTER = int(Status.LOOKED_AFTER)


@part
def convert_home(now: Any, world: Any) -> None:
    """Close the council's emptiest children's home nearby: the hub takes over its building."""
    chosen = -1
    for i in range(world.carers.size):
        home = world.carers[i]
        own = home.placement == HOME and home.status == OPEN and home.outside == 0
        if own and (chosen < 0 or home.filled < world.carers[chosen].filled):
            chosen = i
    if chosen >= 0:
        close_carer(now, world.carers[chosen], world)
        touch(world, 2, chosen)


class HubOpening(Process):
    """Open on the planned date, with its beds and community families."""

    name = "hub_opening"
    kind = Kind.HUB
    statuses = (Opening.FUTURE,)

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the opening date."""
        return max(now, row.opens)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Open the doors; from now on young people can be referred."""
        row.status = OPEN
        row.opened = now
        if row.converts:
            convert_home(now, world)
        for bed in range(row.beds):
            world.carers[row.first_bed + bed].status = OPEN
            touch(world, 2, row.first_bed + bed)
        for i in range(world.young_people.size):
            status = world.young_people[i].status
            if status == IN_NEED or status == EDGE or status == LOOKED_AFTER:
                touch(world, 0, i)
        return 0

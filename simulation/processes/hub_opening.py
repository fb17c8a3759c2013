"""A hub opens."""

from typing import Any

from agents.codes import Opening, Status
from simulation.links import touch
from simulation.process import Kind, Process

OPEN = int(Opening.OPEN)
EDGE, LOOKED_AFTER = int(Status.EDGE_OF_CARE), int(Status.LOOKED_AFTER)


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
        for bed in range(row.beds):
            world.carers[row.first_bed + bed].status = OPEN
            touch(world, 2, row.first_bed + bed)
        for i in range(world.young_people.size):
            status = world.young_people[i].status
            if status == EDGE or status == LOOKED_AFTER:
                touch(world, 0, i)
        return 0

"""A service opens."""

from typing import Any

from agents.codes import Opening, Placement
from simulation.links import close_carer, touch
from simulation.process import Kind, Process
from simulation.rule import part
from simulation.services.enrolling import touch_programme

OPEN, HOME = int(Opening.OPEN), int(Placement.CHILDRENS_HOME)


@part
def convert_home(now: Any, world: Any) -> None:
    """Close the council's emptiest children's home nearby: the service takes over its building."""
    chosen = -1
    for i in range(world.carers.size):
        home = world.carers[i]
        own = home.placement == HOME and home.status == OPEN and home.outside == 0
        if own and (chosen < 0 or home.filled < world.carers[chosen].filled):
            chosen = i
    if chosen >= 0:
        close_carer(now, world.carers[chosen], world)
        touch(world, 2, chosen)


class ServiceOpening(Process):
    """Open a site on the planned date, with the places it brings."""

    name = "service_opening"
    kind = Kind.SERVICE
    statuses = (Opening.FUTURE,)

    @staticmethod
    def due(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the opening date."""
        return max(now, row.opens)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Open the doors; from now on members can be referred."""
        row.status = OPEN
        row.opened = now
        if row.converts:
            convert_home(now, world)
        for place in range(row.first_place, row.first_place + row.places):
            world.carers[place].status = OPEN
            touch(world, 2, place)
        touch_programme(world, world.services[row.first_site])
        return 0

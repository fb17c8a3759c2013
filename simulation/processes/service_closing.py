"""A service closes, or a practice or condition ends."""

from typing import Any

from agents.codes import Opening
from agents.rows import SiteRow
from simulation.draws import Address
from simulation.kinds import CARERS, Kind
from simulation.links import close_carer, touch
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import touch_programme, touch_reached
from simulation.tables import World

CLOSED = int(Opening.CLOSED)


class ServiceClosing(Process):
    """Close a site on the planned date: waiting and support end, and so do its places."""

    name = "service_closing"
    kind = Kind.SERVICE
    statuses = (Opening.OPEN,)

    @staticmethod
    def due(now: float, row: SiteRow, world: World, p: Any) -> float:
        """Return the closing date."""
        return max(now, row.closes)

    @staticmethod
    def happen(now: float, row: SiteRow, world: World, p: Any, draw: Address) -> int:
        """Close the doors; members look again, and find that their waiting and support end."""
        row.status = CLOSED
        row.closed = now
        if row.first_site < world.shared[0].practices:
            touch_reached(world, row)
            return HAPPENED
        for place in range(row.first_place, row.first_place + row.places):
            close_carer(now, world.carers[place], world)
            touch(world, CARERS, place)
        touch_programme(world, row)
        return HAPPENED

"""A service opens."""

from typing import Any

import numpy as np

from agents.codes import Opening
from agents.rows import SiteRow
from simulation.draws import Address, stream, two_uniforms
from simulation.kinds import CARERS, Kind
from simulation.links import open_carer, touch
from simulation.process import HAPPENED, Process
from simulation.rule import part
from simulation.service_homes import convert_home
from simulation.services.enrolling import touch_programme, touch_reached
from simulation.tables import World

SHUT = stream("service_opening/shut")
OPEN = int(Opening.OPEN)


@part
def shut_provider(world: Any, site: Any, u: Any) -> None:
    """Have one open provider of a kind close, drawn among all; services keep their own places."""
    n = world.carers.size
    start = int(u * n)
    for k in range(n):
        i = (start + k) % n
        home = world.carers[i]
        here = home.placement == site.shuts_kind and home.status == OPEN and home.site < 0
        if here and home.shut == 0:
            home.shut = 1
            touch(world, CARERS, i)
            return


class ServiceOpening(Process):
    """Open a site, or begin a practice or condition, on the planned date."""

    name = "service_opening"
    kind = Kind.SERVICE
    statuses = (Opening.FUTURE,)

    @staticmethod
    def due(now: float, row: SiteRow, world: World, p: Any) -> float:
        """Return the opening date."""
        return max(now, row.opens)

    @staticmethod
    def happen(now: float, row: SiteRow, world: World, p: Any, draw: Address) -> int:
        """Open the doors; from now on members can be referred."""
        row.status = OPEN
        row.opened = now
        if row.converts:
            convert_home(now, row, world)
        for place in range(row.first_place, row.first_place + row.places):
            open_carer(world.carers[place], world)
            touch(world, CARERS, place)
        for k in range(row.shuts):
            shut_provider(world, row, two_uniforms(draw, np.uint64(int(SHUT) + k))[0])
        if row.first_site < world.shared[0].practices:
            touch_reached(world, row)
        else:
            touch_programme(world, row)
        return HAPPENED

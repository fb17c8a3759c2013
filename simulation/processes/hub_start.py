"""A hub starts to support a young person who waits."""

import math
from typing import Any

from agents.codes import HubState, Status
from simulation.bands import next_quarter, quarters
from simulation.draws import stream, uniform
from simulation.links import OPEN, number_of, stop_waiting, touch_waiting
from simulation.process import Parameter, Process

TAIL = stream("hub_start/tail")
WAITING, SUPPORTED = int(HubState.WAITING), int(HubState.SUPPORTED)


class HubStart(Process):
    """Start support as soon as there is room; a new hub fills up over its first year."""

    name = "hub_start"
    statuses = (
        Status.CLOSED,
        Status.IN_NEED,
        Status.EDGE_OF_CARE,
        Status.LOOKED_AFTER,
        Status.CARE_LEAVER,
        Status.LEFT_CARE,
    )
    parameters = (
        Parameter("hub_start_hazard", "per year", 0, 365, "Support starts, once there is room."),
        Parameter("hub_ramp_years", "years", 0, 10, "Time from opening to full capacity."),
        Parameter(
            "hub_support_tail_share", "share", 0, 1, "Young people supported for the long term."
        ),
    )

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while waiting and the hub has room."""
        if row.hub_state != WAITING:
            return 0.0
        hub = world.hubs[row.hub]
        room = hub.caseload * quarters(now, hub.opened, p.hub_ramp_years)
        if hub.status != OPEN or hub.outage or hub.active >= room:
            return 0.0
        return p.hub_start_hazard * hub.promptness

    @staticmethod
    def edge(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the next quarter of the hub's first year."""
        if row.hub_state != WAITING:
            return math.inf
        return next_quarter(now, world.hubs[row.hub].opened, p.hub_ramp_years)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Start support; the key worker relationship starts from nothing."""
        stop_waiting(world, number_of(row))
        hub = world.hubs[row.hub]
        hub.active += 1
        row.hub_state = SUPPORTED
        row.hub_since = now
        row.bond = 0
        row.stays_long = 1 if uniform(draw, TAIL) < p.hub_support_tail_share else 0
        if hub.active >= hub.caseload * quarters(now, hub.opened, p.hub_ramp_years):
            touch_waiting(world, hub)
        return 0

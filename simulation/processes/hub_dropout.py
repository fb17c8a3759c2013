"""A young person drops out of hub support."""

from typing import Any

from agents.codes import HubState, Status
from simulation.links import leave_hub, number_of
from simulation.process import Parameter, Process

SUPPORTED, NONE = int(HubState.SUPPORTED), int(HubState.NONE)


class HubDropout(Process):
    """Drop out; nothing of the support lasts."""

    name = "hub_dropout"
    statuses = (
        Status.CLOSED,
        Status.IN_NEED,
        Status.EDGE_OF_CARE,
        Status.LOOKED_AFTER,
        Status.CARE_LEAVER,
        Status.LEFT_CARE,
    )
    parameters = (Parameter("hub_dropout_hazard", "per year", 0, 20, "Drops out of support."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while supported; engagement holds it down."""
        if row.hub_state != SUPPORTED:
            return 0.0
        return p.hub_dropout_hazard / world.hubs[row.hub].promptness

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Drop out."""
        leave_hub(world, number_of(row), now)
        row.hub_state = NONE
        row.hub = -1
        return 0

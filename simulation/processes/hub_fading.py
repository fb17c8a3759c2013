"""What a hub did for a young person fades after support has ended."""

import math
from typing import Any

from agents.codes import HubState, Status
from simulation.bands import next_quarter
from simulation.process import Parameter, Process

AFTER, NONE = int(HubState.AFTER), int(HubState.NONE)


class HubFading(Process):
    """Lose the effect at a random moment, so that the average decays with a half-life."""

    name = "hub_fading"
    statuses = (
        Status.CLOSED,
        Status.IN_NEED,
        Status.EDGE_OF_CARE,
        Status.LOOKED_AFTER,
        Status.CARE_LEAVER,
        Status.LEFT_CARE,
    )
    parameters = (
        Parameter(
            "nwd_persistence_half_life_years",
            "years",
            0.01,
            50,
            "Half-life of effects after support.",
        ),
    )

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, after support."""
        return math.log(2.0) / p.nwd_persistence_half_life_years if row.hub_state == AFTER else 0.0

    @staticmethod
    def edge(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the next quarter in which a young hub has grown more effective."""
        if row.hub_state != AFTER:
            return math.inf
        return next_quarter(now, world.hubs[row.hub].opened, p.hub_outcome_ramp_years)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Be as before; a new referral is possible."""
        row.hub_state = NONE
        row.hub = -1
        return 0

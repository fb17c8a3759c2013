"""A hub's support ends as planned."""

import math
from typing import Any

from agents.codes import HubState, Status
from simulation.bands import months, next_quarter
from simulation.links import leave_hub, number_of
from simulation.process import Parameter, Process

SUPPORTED = int(HubState.SUPPORTED)


class HubEnd(Process):
    """Step down from support, after months for most and years for some."""

    name = "hub_end"
    statuses = (
        Status.CLOSED,
        Status.IN_NEED,
        Status.EDGE_OF_CARE,
        Status.LOOKED_AFTER,
        Status.CARE_LEAVER,
        Status.LEFT_CARE,
    )
    parameters = (
        Parameter("hub_support_months", "months", 0.1, 60, "Mean support, without the long tail."),
        Parameter("hub_support_tail_years", "years", 0.1, 15, "Mean support in the long tail."),
        Parameter("hub_outcome_ramp_years", "years", 0, 10, "Time from opening to full effect."),
    )

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while supported."""
        if row.hub_state != SUPPORTED:
            return 0.0
        return 1.0 / (p.hub_support_tail_years if row.stays_long else months(p.hub_support_months))

    @staticmethod
    def edge(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return the next quarter in which a young hub has grown more effective."""
        if row.hub_state != SUPPORTED:
            return math.inf
        return next_quarter(now, world.hubs[row.hub].opened, p.hub_outcome_ramp_years)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """End support; what it did lasts for a while."""
        leave_hub(world, number_of(row), now)
        return 0

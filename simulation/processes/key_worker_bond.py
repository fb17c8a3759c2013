"""The relationship with the key worker grows."""

from typing import Any

from agents.codes import BOND_TOP, HubState, Status
from simulation.process import Parameter, Process

SUPPORTED = int(HubState.SUPPORTED)


class KeyWorkerBond(Process):
    """Grow by a step; moves do not break it."""

    name = "key_worker_bond"
    statuses = (Status.IN_NEED, Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (
        Parameter(
            "bond_growth_hazard",
            "per year",
            0,
            100,
            "The relationship grows by one of three steps.",
        ),
        Parameter(
            "bond_weight", "share", 0, 1, "Share of a hub's effect that rests on the relationship."
        ),
    )

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while supported."""
        if row.hub_state != SUPPORTED or row.bond == BOND_TOP:
            return 0.0
        return p.bond_growth_hazard * world.hubs[row.hub].continuity

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Grow."""
        row.bond += 1
        return 0

"""A key worker leaves."""

from typing import Any

from agents.codes import HubState, Status
from simulation.process import Parameter, Process

SUPPORTED = int(HubState.SUPPORTED)


class KeyWorkerChange(Process):
    """Start the relationship again with somebody new, when staff turn over."""

    name = "key_worker_change"
    statuses = (Status.IN_NEED, Status.EDGE_OF_CARE, Status.LOOKED_AFTER)
    parameters = (Parameter("key_worker_turnover", "per year", 0, 5, "A key worker leaves."),)

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while supported and attached."""
        return p.key_worker_turnover if row.hub_state == SUPPORTED and row.bond > 0 else 0.0

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Start again."""
        row.bond = 0
        return 0

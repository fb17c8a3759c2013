"""An unaccompanied child is transferred to another authority."""

import math
from typing import Any

from agents.codes import Route, Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.entering import Exit, leave_care
from simulation.process import Process
from simulation.tables import World

GONE, TRANSFERRED = int(Status.GONE), int(Route.TRANSFERRED)


class NationalTransfer(Process):
    """Leave this authority's care under the national transfer scheme, or be assessed an adult."""

    name = "national_transfer"
    words = "being transferred to another authority"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Exit
    parameters = (
        Parameter("transfer_hazard", "per year", 0, 100, "Transfer, in the first months of care."),
        Parameter(
            "transfer_window_years",
            "years",
            1e-6,
            1,
            "Time after arrival in which transfer happens.",
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, for unaccompanied children who arrived not long ago."""
        if row.uasc and now < row.entered + p.transfer_window_years:
            return p.transfer_hazard
        return 0.0

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the time for transfer is over."""
        end = row.entered + p.transfer_window_years
        return end if now < end else math.inf

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Leave for another authority, out of this council's figures."""
        return leave_care(now, row, world, GONE, TRANSFERRED)

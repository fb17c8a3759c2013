"""An episode of need ends."""

from typing import Any

from agents.codes import Status
from agents.lengths import NEED_BAND_COUNT, NEED_EDGES
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import band, next_edge
from simulation.draws import Address
from simulation.links import know_family
from simulation.process import HAPPENED, Process
from simulation.tables import World

CLOSED = int(Status.CLOSED)


class CaseClosing(Process):
    """Stop being in need; the longer an episode has lasted the more slowly it ends."""

    name = "case_closing"
    words = "an episode of need ending"
    statuses = (Status.IN_NEED,)
    parameters = (
        Parameter(
            "closing_hazard",
            "per year",
            0,
            50,
            "Episode of need ends, by its duration: to 3, 6, 12 months, 2 years, longer.",
            (NEED_BAND_COUNT,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by duration of the episode."""
        return p.closing_hazard[band(now - row.since, NEED_EDGES)]

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the episode passes into its next band."""
        return next_edge(row.since, now, NEED_EDGES)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Close the episode."""
        row.status = CLOSED
        row.since = now
        know_family(world, row.family, -1)
        return HAPPENED

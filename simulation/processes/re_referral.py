"""A closed child becomes in need again."""

from typing import Any

from agents.codes import Status
from agents.lengths import ONE_YEAR, THREE_YEARS
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import band, next_edge
from simulation.draws import Address
from simulation.links import know_family
from simulation.process import HAPPENED, Process
from simulation.siblings import ENTERING, followed
from simulation.tables import World

IN_NEED = int(Status.IN_NEED)
EDGES = (ONE_YEAR, THREE_YEARS)


class ReReferral(Process):
    """Become in need again after closing, most often within the first year.

    Those who come back after three years are among the new arrivals, so that the pool of closed
    children that synthesis lays out is in balance from the start.
    """

    name = "re_referral"
    words = "becoming in need again"
    statuses = (Status.CLOSED,)
    parameters = (
        Parameter(
            "re_referral_hazard",
            "per year",
            0,
            10,
            "New episode of need of a closed child: first year after closing, to three years, later.",
            (3,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by time since closing."""
        return p.re_referral_hazard[band(now - row.since, EDGES)]

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the moment a sibling was taken in with whom this child comes into care at once."""
        return followed(row, ENTERING)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the time since closing passes into its next band."""
        return next_edge(row.since, now, EDGES)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Open another episode of need."""
        row.status = IN_NEED
        row.since = now
        know_family(world, row.family, 1)
        return HAPPENED

"""A planned change of placement: the care plan, step-down, a better match."""

from typing import Any

from agents.codes import Status
from agents.lengths import PLACEMENT_BAND_COUNT, PLACEMENT_EDGES
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import band, next_edge
from simulation.draws import Address
from simulation.placing import KINDS, PLANNED, place
from simulation.process import HAPPENED, Process
from simulation.siblings import MOVING, PLANNED_TOGETHER, bring_along, followed, shared
from simulation.tables import World


class PlacementMove(Process):
    """Move to another placement as planned; short stays end soon, long ones seldom."""

    name = "placement_move"
    words = "a planned move to another placement"
    statuses = (Status.LOOKED_AFTER,)
    parameters = (
        Parameter(
            "move_hazard", "per year", 0, 100, "Planned move, by kind of placement.", (KINDS,)
        ),
        Parameter(
            "move_duration_ratio",
            "ratio",
            0,
            100,
            "Planned move, by kind of placement and time in it.",
            (KINDS, PLACEMENT_BAND_COUNT),
        ),
        Parameter("move_frailty", "exponent", 0, 2, "How far latent need drives planned moves."),
        Parameter("local_move", "ratio", 0, 10, "Local practice in placement moves."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by kind of placement, time in it, latent need and brothers and sisters there."""
        return (
            p.move_hazard[row.placement]
            * p.move_duration_ratio[row.placement, band(now - row.placed, PLACEMENT_EDGES)]
            * row.frailty**p.move_frailty
            * p.local_move
            * shared(row.beside, p.sibling_move_share[PLANNED_TOGETHER])
        )

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the moment a brother or sister moved with whom this child moves."""
        return followed(row, MOVING)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the time in the placement passes into its next band."""
        return next_edge(row.placed, now, PLACEMENT_EDGES)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Move to the next placement; brothers and sisters there may move along."""
        if row.follow > now:
            share = p.sibling_move_share[PLANNED_TOGETHER]
            bring_along(now, row, world, MOVING, share, False, draw)
        row.moves += 1
        place(now, row, world, p, PLANNED, draw)
        return HAPPENED

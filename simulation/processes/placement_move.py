"""A planned change of placement: the care plan, step-down, a better match."""

from typing import Any

from agents.codes import Status
from agents.lengths import PLACEMENT_BAND_COUNT, PLACEMENT_EDGES
from agents.parameter import Parameter
from simulation.bands import band, next_edge
from simulation.placing import KINDS, PLANNED, place
from simulation.process import HAPPENED, Process


class PlacementMove(Process):
    """Move to another placement as planned; short stays end soon, long ones seldom."""

    name = "placement_move"
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
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, by kind of placement, time in it and latent need."""
        return (
            p.move_hazard[row.placement]
            * p.move_duration_ratio[row.placement, band(now - row.placed, PLACEMENT_EDGES)]
            * row.frailty**p.move_frailty
            * p.local_move
        )

    @staticmethod
    def next_change(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Return when the time in the placement passes into its next band."""
        return next_edge(row.placed, now, PLACEMENT_EDGES)

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Move to the next placement."""
        row.moves += 1
        place(now, row, world, p, PLANNED, draw)
        return HAPPENED

"""A planned change of placement: step-down from a home, the care plan, another reason."""

from enum import auto
from typing import Any

from agents.codes import KINDS, Status
from agents.lengths import AGE_BAND_COUNT, PLACEMENT_BAND_COUNT, PLACEMENT_EDGES, SEVENTEEN, SIXTEEN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, aged, band, next_edge, next_teen_year
from simulation.draws import Address, stream, two_uniforms
from simulation.placing import IS_HOME, place
from simulation.placing_options import PLANNED, STEP_DOWN
from simulation.process import Outcome, Process
from simulation.service_places import SERVICE_BED
from simulation.services.acting import tilted
from simulation.siblings import MOVING, PLANNED_TOGETHER, bring_along, followed, shared
from simulation.tables import World

PURPOSE = stream("placement_move/purpose")


OPTIONS = {"step_down": "stepping down, when a move out of a home is planned"}
DOWN = tuple(OPTIONS).index("step_down")


class Purpose(Outcome):
    """Why a move was planned: from a home to a family or supported, the care plan, or else."""

    STEP_DOWN = auto()
    CARE_PLAN = auto()
    OTHER = auto()


STEPPED_DOWN, CARE_PLAN, OTHER_REASON = (
    int(Purpose.STEP_DOWN),
    int(Purpose.CARE_PLAN),
    int(Purpose.OTHER),
)


class PlacementMove(Process):
    """Move to another placement as planned; short stays end soon, long ones seldom."""

    name = "placement_move"
    words = "a planned move to another placement"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Purpose
    options = OPTIONS
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
        Parameter(
            "move_home_late", "ratio", 0, 100, "Planned moves out of homes, at 16 and at 17.", (2,)
        ),
        Parameter(
            "step_down_share",
            "share",
            0,
            1,
            "Planned moves out of homes that lead to a family or supported accommodation, by age.",
            (AGE_BAND_COUNT,),
        ),
        Parameter("care_plan_share", "share", 0, 1, "Other planned moves that follow the plan."),
        Parameter("move_frailty", "exponent", 0, 2, "How far latent need drives planned moves."),
        Parameter(
            "unregistered_move_ratio", "ratio", 0, 10, "Planned move from an unregistered provider."
        ),
        Parameter("local_move", "ratio", 0, 10, "Local practice in placement moves."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by kind of placement, time in it, age, latent need and siblings there."""
        late = 1.0
        if IS_HOME[row.placement] and aged(now, row, SIXTEEN):
            late = p.move_home_late[1 if aged(now, row, SEVENTEEN) else 0]
        # Who lives where nobody is registered is hard to find another bed for.
        kept = p.unregistered_move_ratio if row.unregistered else 1.0
        return (
            late
            * kept
            * p.move_hazard[row.placement]
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
        """Return the next birthday that counts, or band of time in the placement."""
        return min(next_teen_year(now, row), next_edge(row.placed, now, PLACEMENT_EDGES))

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Move to the next placement, from a home perhaps to a family; siblings may move along."""
        if row.follow > now:
            share = p.sibling_move_share[PLANNED_TOGETHER]
            bring_along(now, row, world, MOVING, share, False, draw)
        row.moves += 1
        down, plan = two_uniforms(draw, PURPOSE)
        share = tilted(p.step_down_share[age_band(now, row)], world.shared[0].tilt[DOWN])
        # A service's bed is left for a family, or from 16 for supported accommodation.
        if row.placement == SERVICE_BED or (IS_HOME[row.placement] and down < share):
            place(now, row, world, p, STEP_DOWN, draw)
            return STEPPED_DOWN
        place(now, row, world, p, PLANNED, draw)
        return CARE_PLAN if plan < p.care_plan_share else OTHER_REASON

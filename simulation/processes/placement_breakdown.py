"""A placement ends unplanned: the carer or the young person asks, or the carer has gone."""

import math
from enum import auto
from typing import Any

from agents.codes import BEHAVIOUR_TOP, KINDS, STRAIN_TOP, Status
from agents.lengths import (
    AGE_BAND_COUNT,
    PLACEMENT_BAND_COUNT,
    PLACEMENT_EDGES,
    TEEN_YEAR_COUNT,
)
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, band, next_edge, next_teen_year, teen_year
from simulation.draws import Address, stream, uniform
from simulation.kinds import CARERS
from simulation.links import touch, touch_residents
from simulation.placing import place
from simulation.placing_options import UNPLANNED
from simulation.process import Outcome, Process
from simulation.siblings import BREAKING_DOWN, UNPLANNED_TOGETHER, bring_along, followed, shared
from simulation.tables import World

HARM, ASKING = stream("placement_breakdown/harm"), stream("placement_breakdown/asking")


class Ended(Outcome):
    """Whether the carer asked, the carer or home had gone, or the young person asked to leave."""

    BROKE_DOWN = auto()
    CARER_LEFT = auto()
    ASKED_TO_LEAVE = auto()


BROKE_DOWN, CARER_LEFT = int(Ended.BROKE_DOWN), int(Ended.CARER_LEFT)
ASKED_TO_LEAVE = int(Ended.ASKED_TO_LEAVE)


class PlacementBreakdown(Process):
    """End a placement unplanned: instability feeds need, and need feeds instability."""

    name = "placement_breakdown"
    words = "a placement breaking down"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Ended
    parameters = (
        Parameter(
            "breakdown_hazard", "per year", 0, 20, "Breakdown, by kind of placement.", (KINDS,)
        ),
        Parameter(
            "breakdown_duration_ratio",
            "ratio",
            0,
            100,
            "Breakdown, by kind of placement and time in it.",
            (KINDS, PLACEMENT_BAND_COUNT),
        ),
        Parameter("breakdown_teen", "log hazard", -2, 3, "In adolescence."),
        Parameter(
            "breakdown_teen_share",
            "share",
            0,
            1,
            "How much of that has come, under 10 and by year of age from 10.",
            (TEEN_YEAR_COUNT,),
        ),
        Parameter("breakdown_behaviour", "log hazard", 0, 2, "Per level of behaviour above 1."),
        Parameter(
            "breakdown_moves", "log hazard", 0, 1, "Per earlier move in this period of care."
        ),
        Parameter("breakdown_moves_cap", "moves", 0, 20, "Moves beyond this count no further."),
        Parameter(
            "breakdown_mismatch", "log hazard", 0, 2, "Per step the carer's skill falls short."
        ),
        Parameter("breakdown_strain", "log hazard", 0, 2, "Per level of the carer's strain."),
        Parameter(
            "breakdown_asked_share",
            "share",
            0,
            1,
            "Breakdowns in which the young person asks to leave, by age band.",
            (AGE_BAND_COUNT,),
        ),
        Parameter("breakdown_harm", "share", 0, 1, "Breakdowns that worsen behaviour by a level."),
        Parameter(
            "breakdown_tires", "share", 0, 1, "Breakdowns that add a level to the carer's strain."
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by kind, time, age, behaviour, past moves, match, latent need and siblings there."""
        score = p.breakdown_behaviour * max(0, row.behaviour - 1)
        score += p.breakdown_moves * min(float(row.moves), p.breakdown_moves_cap)
        score += p.breakdown_mismatch * row.mismatch
        score += p.breakdown_teen * p.breakdown_teen_share[teen_year(now, row)]
        if row.carer >= 0:
            score += p.breakdown_strain * world.carers[row.carer].strain
        return (
            p.breakdown_hazard[row.placement]
            * p.breakdown_duration_ratio[row.placement, band(now - row.placed, PLACEMENT_EDGES)]
            * math.exp(score)
            * row.frailty
            * p.local_move
            * shared(row.beside, p.sibling_move_share[UNPLANNED_TOGETHER])
        )

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return when the carer left or the home closed, or a brother or sister had to go as well."""
        return min(row.displaced, followed(row, BREAKING_DOWN))

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday or band of time in the placement."""
        return min(next_teen_year(now, row), next_edge(row.placed, now, PLACEMENT_EDGES))

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Move at once, perhaps with siblings; behaviour may worsen and the carer may tire."""
        outcome = CARER_LEFT if row.displaced <= now else BROKE_DOWN
        asked = p.breakdown_asked_share[age_band(now, row)]
        if outcome == BROKE_DOWN and uniform(draw, ASKING) < asked:
            # Their own wish tires nobody, is no crisis and takes nobody along.
            outcome = ASKED_TO_LEAVE
        elif row.follow > now:
            # Where the carer has gone all have to move, and one home is sought for them.
            share = p.sibling_move_share[UNPLANNED_TOGETHER] if outcome == BROKE_DOWN else 1.0
            bring_along(now, row, world, BREAKING_DOWN, share, False, draw)
        harm = uniform(draw, HARM)
        if outcome == BROKE_DOWN:
            row.crisis = now
            if harm < p.breakdown_harm and row.behaviour < BEHAVIOUR_TOP:
                row.behaviour += 1
            if row.carer >= 0 and harm < p.breakdown_tires:
                carer = world.carers[row.carer]
                if carer.strain < STRAIN_TOP:
                    carer.strain += 1
                touch(world, CARERS, row.carer)
                touch_residents(world, row.carer)
        row.moves += 1
        place(now, row, world, p, UNPLANNED, draw)
        return outcome

"""A looked-after young person goes missing."""

import math
from enum import auto
from typing import Any

from agents.codes import KINDS, RECENT_TOP, Status
from agents.lengths import TEEN_YEAR_COUNT
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import next_teen_year, teen_year, year_of
from simulation.draws import Address, stream, uniform
from simulation.links import touch_residents
from simulation.process import Outcome, Process
from simulation.services.enrolling import recorded_share
from simulation.tables import World

RECORDED = stream("missing_start/recorded")


class Episode(Outcome):
    """Whether it is the young person's first of the year, and whether it is written down."""

    FIRST_IN_YEAR = auto()
    REPEAT = auto()
    FIRST_IN_YEAR_UNRECORDED = auto()
    REPEAT_UNRECORDED = auto()


FIRST, REPEAT = int(Episode.FIRST_IN_YEAR), int(Episode.REPEAT)
FIRST_UNRECORDED = int(Episode.FIRST_IN_YEAR_UNRECORDED)
REPEAT_UNRECORDED = int(Episode.REPEAT_UNRECORDED)


class MissingStart(Process):
    """Go missing: one episode makes another likely, and so may the example of housemates."""

    name = "missing_start"
    words = "going missing"
    statuses = (Status.LOOKED_AFTER,)
    outcomes = Episode
    parameters = (
        Parameter(
            "missing_hazard",
            "per year",
            0,
            50,
            "Goes missing, under 10 and by year of age from 10.",
            (TEEN_YEAR_COUNT,),
        ),
        Parameter("missing_kind_ratio", "ratio", 0, 50, "By kind of placement.", (KINDS,)),
        Parameter(
            "missing_excitation",
            "episodes",
            0,
            0.95,
            "Further episodes that each leads to by itself.",
        ),
        Parameter(
            "missing_contagion", "ratio", 0, 5, "Added per housemate missing now; 0 is none."
        ),
        Parameter("missing_exploited_ratio", "ratio", 1, 20, "At risk of exploitation."),
        Parameter("missing_outside_ratio", "ratio", 0, 5, "Placed outside the authority."),
        Parameter("missing_behaviour", "log hazard", 0, 2, "Per level of behaviour."),
        Parameter("local_missing", "ratio", 0, 20, "Local level of missing episodes."),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age, placement, tendency, exploitation, recent episodes and housemates."""
        if row.missing == 1:
            return 0.0
        rate = p.missing_hazard[teen_year(now, row)] * p.missing_kind_ratio[row.placement]
        rate *= row.roaming * p.local_missing * math.exp(p.missing_behaviour * row.behaviour)
        if row.exploitation:
            rate *= p.missing_exploited_ratio
        if row.outside:
            rate *= p.missing_outside_ratio
        if row.carer >= 0:
            rate *= 1.0 + p.missing_contagion * world.carers[row.carer].missing
        # Having gone leads to going again soon, whoever and wherever they are.
        return rate + p.missing_excitation * p.missing_calming_hazard * row.recent

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the next birthday that counts."""
        return next_teen_year(now, row)

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Go missing; the outcome says whether it is written down."""
        row.missing = 1
        row.gone_since = now
        row.crisis = now
        if row.recent < RECENT_TOP:
            row.recent += 1
        if row.carer >= 0:
            world.carers[row.carer].missing += 1
            if p.missing_contagion > 0.0:
                touch_residents(world, row.carer)
        repeat = row.missing_year == year_of(now)
        row.missing_year = year_of(now)
        watched = row.supported > 0 or world.shared[0].acting != 0
        if watched and uniform(draw, RECORDED) > recorded_share(row, world):
            return REPEAT_UNRECORDED if repeat else FIRST_UNRECORDED
        return REPEAT if repeat else FIRST

"""A child in need starts to be looked after, with siblings where the family enters together."""

import math
from typing import Any

from agents.codes import Status
from agents.lengths import AGE_BAND_COUNT, NEWBORN
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.bands import age_band, aged, next_birthday
from simulation.draws import Address, stream, uniform
from simulation.entering import Entry, enter_care
from simulation.links import EDGE_OF_CARE, IN_NEED, know_family, number_of
from simulation.process import Process
from simulation.rule import part
from simulation.siblings import ENTERING, elder_band, follow, followed
from simulation.tables import World
from simulation.years import luck_of_starts, next_year

SIBLINGS = stream("care_entry/siblings")
CLOSED = int(Status.CLOSED)


@part
def bring_siblings(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> None:
    """Have brothers and sisters enter with a child, in need or lately so, the likelier the younger.

    One draw for all of them: those who come are the younger ones.
    """
    u = uniform(draw, SIBLINGS)
    i = world.families[row.family].first_child
    while i >= 0:
        other = world.young_people[i]
        known = other.status == IN_NEED or other.status == EDGE_OF_CARE or other.status == CLOSED
        share = p.sibling_share * p.sibling_share_age[elder_band(now, row, other)]
        if known and i != number_of(row) and u < share:
            follow(now, world, i, number_of(row), ENTERING)
        i = other.next_sibling


class CareEntry(Process):
    """Start to be looked after: from the edge of care, at once in an emergency, or with a sibling."""

    name = "care_entry"
    words = "coming into care"
    statuses = (Status.IN_NEED, Status.EDGE_OF_CARE)
    outcomes = Entry
    parameters = (
        Parameter(
            "entry_hazard",
            "per year",
            0,
            50,
            "Start of care of a child in need who is not on the edge of care, by age band.",
            (AGE_BAND_COUNT,),
        ),
        Parameter(
            "edge_entry_hazard",
            "per year",
            0,
            50,
            "Start of care from the edge of care, by age band.",
            (AGE_BAND_COUNT,),
        ),
        Parameter(
            "entry_newborn_ratio", "ratio", 0, 100, "Start of care, in the first month of life."
        ),
        Parameter(
            "sibling_share",
            "share",
            0,
            1,
            "Siblings under 10, in need or lately so, who enter care together.",
        ),
        Parameter(
            "sibling_share_age",
            "ratio",
            0,
            1,
            "The same by the age band of the elder of the two, against children under 10.",
            (AGE_BAND_COUNT,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by age, nearness to care, strain of the family and luck of the year."""
        band = age_band(now, row)
        base = p.edge_entry_hazard[band] if row.status == EDGE_OF_CARE else p.entry_hazard[band]
        if not aged(now, row, NEWBORN):
            base *= p.entry_newborn_ratio
        strain = world.families[row.family].strain
        base *= luck_of_starts(now, row, world)
        return base * math.exp(p.strain_log_hazard * (strain - 1))

    @staticmethod
    def due(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the moment a sibling was taken in together with this child."""
        return followed(row, ENTERING)

    @staticmethod
    def next_change(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Return the end of the first month of life, the next birthday that counts, or the next year."""
        if not aged(now, row, NEWBORN):
            return min(row.born + NEWBORN, next_year(now))
        return min(next_birthday(now, row), next_year(now))

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Enter care; a child who leads may bring siblings along."""
        if row.follow > now:
            bring_siblings(now, row, world, p, draw)
        know_family(world, row.family, -1)
        return enter_care(now, row, world, p, draw)

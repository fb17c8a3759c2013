"""What goes wrong with a service begins or is over."""

import math
from typing import Any

from agents.codes import Enrolled, Opening
from agents.rows import SiteRow
from simulation.draws import Address
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.rule import part
from simulation.services.enrolling import touch_member, touch_programme
from simulation.tables import World

SUPPORTED = int(Enrolled.SUPPORTED)


@part
def touch_helped(world: Any, site: Any) -> None:
    """Look again at everybody a site acts on: those it supports, and those it did."""
    for e in range(site.first_member, site.first_member + site.members):
        enrolment = world.enrolments[e]
        if enrolment.site == site.number and enrolment.status >= SUPPORTED:
            touch_member(world, enrolment)


class ServiceBarrier(Process):
    """Change how many a site supports, how far it acts and how fast its workers leave, on a set date."""

    name = "service_barrier"
    kind = Kind.SERVICE
    statuses = (Opening.FUTURE, Opening.OPEN)

    @staticmethod
    def due(now: float, row: SiteRow, world: World, p: Any) -> float:
        """Return the date of the next change."""
        return max(now, row.stage_at[row.stage]) if row.stage < row.stages else math.inf

    @staticmethod
    def happen(now: float, row: SiteRow, world: World, p: Any, draw: Address) -> int:
        """Take on the numbers of the new stage; a bar on newcomers ends as an outage does."""
        k = row.stage
        row.stage += 1
        row.capacity = row.stage_capacity[k]
        row.turnover = row.stage_turnover[k]
        for lever in range(row.dose.size):
            row.dose[lever] = row.stage_dose[k * row.dose.size + lever]
        for option in range(row.odds_dose.size):
            row.odds_dose[option] = row.stage_odds_dose[k * row.odds_dose.size + option]
        if row.stage_shut[k] > now:
            row.reopens = max(row.stage_shut[k], row.reopens if row.outage else now)
            row.outage = 1
        touch_programme(world, row)
        touch_helped(world, row)
        return HAPPENED

"""A service takes nobody on for a while."""

from typing import Any

from agents.codes import Opening
from agents.rows import SiteRow
from simulation.draws import Address, stream, uniform
from simulation.kinds import Kind
from simulation.process import HAPPENED, Process
from simulation.services.enrolling import touch_queue
from simulation.tables import World

LENGTH = stream("service_outage/length")
HALF = 1 / 2


class ServiceOutage(Process):
    """Stop new admissions, as after an inspection; those supported stay."""

    name = "service_outage"
    kind = Kind.SERVICE
    statuses = (Opening.OPEN,)

    @staticmethod
    def hazard(now: float, row: SiteRow, world: World, p: Any) -> float:
        """Per year, while the site takes members on."""
        return 0.0 if row.outage else row.outage_rate

    @staticmethod
    def happen(now: float, row: SiteRow, world: World, p: Any, draw: Address) -> int:
        """Stop admissions for half to one and a half times the usual length."""
        row.outage = 1
        row.reopens = now + row.outage_years * (HALF + uniform(draw, LENGTH))
        touch_queue(world, row)
        return HAPPENED

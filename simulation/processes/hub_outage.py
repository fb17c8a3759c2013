"""A hub stops taking young people for a while."""

from typing import Any

from agents.codes import Opening
from simulation.bands import months
from simulation.draws import stream, uniform
from simulation.links import touch_waiting
from simulation.process import Kind, Parameter, Process

LENGTH = stream("hub_outage/length")
HALF = 1 / 2


class HubOutage(Process):
    """Stop new admissions, as after an inspection; those supported stay."""

    name = "hub_outage"
    kind = Kind.HUB
    statuses = (Opening.OPEN,)
    parameters = (
        Parameter("hub_outage_rate", "per year", 0, 2, "A hub stops admissions."),
        Parameter("hub_outage_months", "months", 0, 36, "How long an outage lasts."),
    )

    @staticmethod
    def hazard(now: Any, row: Any, world: Any, p: Any) -> Any:
        """Per year, while the hub takes young people."""
        return 0.0 if row.outage else p.hub_outage_rate

    @staticmethod
    def happen(now: Any, row: Any, world: Any, p: Any, draw: Any) -> Any:
        """Stop admissions for half to one and a half times the usual length."""
        row.outage = 1
        row.reopens = now + months(p.hub_outage_months) * (HALF + uniform(draw, LENGTH))
        touch_waiting(world, row)
        return 0

"""The process before launch: each step of each site with its dates, slack and cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from calibration.beliefs.evidence.figure import bounds, leaves
from calibration.beliefs.evidence.load import figures
from scenarios.adopting.sites import OpenedSite, central_plan, month_of, sites_of
from scenarios.request import CompareRequest
from simulation.numbers import lasting, written
from simulation.services.launch.path import Planned, months_of, months_to_open, plan
from simulation.services.launch.steps import CONVERTED, STEPS, by_figure
from simulation.services.opened_sites import DECIDED, STEP_MONTHS

#: Months less than this are none.
_ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class Launch:
    """Hold what comes before one site.

    Attributes
    ----------
    decided, opens
        Month in which the decision begins and in which the site opens, from the start of the run; the
        first is below 0 where a scenario opens it sooner than that allows.
    months, least, most
        From the one to the other: as believed, and with every step as short and as long as it may be.
    """

    site: OpenedSite
    decided: float
    opens: float
    months: float
    least: float
    most: float
    steps: tuple[Planned, ...]

    def row(self, step: Planned, base_year: int) -> dict[str, Any]:
        """Return a step as a row of a table."""
        low, high = (
            months_of(step.step, self.site.real, {**self.site.values, **_every(which, self.site)})
            for which in (0, 1)
        )
        return {
            "service": self.site.service,
            "site": self.site.name,
            "step": step.step.name,
            "what": step.step.says,
            "after": ", ".join(step.step.after),
            "months": round(step.months, 2),
            "months_low": round(low, 2),
            "months_high": round(high, 2),
            "begins_month": round(self.decided + step.begins, 2),
            "ends_month": round(self.decided + step.ends, 2),
            "begins": month_of(self.decided + step.begins, base_year),
            "ends": month_of(self.decided + step.ends, base_year),
            "can_slip_months": round(step.slack, 2),
            "latest_end": month_of(self.decided + step.ends + step.slack, base_year),
            "critical": step.critical,
            "pounds": round(step.cost, 2),
        }


def launches(request: CompareRequest) -> tuple[tuple[Launch, ...], int]:
    """Return what comes before each site of a scenario, and the year its run starts in.

    Raises
    ------
    DoorwaysError
        When the council or the scenario is unknown, or it opens no service.
    """
    made = central_plan(request)
    return tuple(launch_of(one) for one in sites_of(made)), made.council.year


def launch_of(one: OpenedSite) -> Launch:
    """Return what comes before one site."""
    steps = plan(one.real, one.values)
    months = months_to_open(one.real, one.values)
    least, most = (
        months_to_open(one.real, {**one.values, **_every(which, one)}) for which in (0, 1)
    )
    return Launch(one, one.planned - months, one.opens, months, least, most, steps)


def sentences(found: Sequence[Launch], base_year: int) -> list[str]:
    """Say of each site when it is decided and opens, and what decides the date."""
    return [_sentence(one, base_year) for one in found]


def _sentence(one: Launch, base_year: int) -> str:
    way = ", ".join(step.step.name for step in one.steps if step.critical)
    months = lasting(round(one.months, 2), "month")
    span = f"{months} ({written(one.least)} with every step at its shortest, {written(one.most)} at its longest)"
    opens = month_of(one.opens, base_year)
    said = f"{one.site.name}: from the decision to the opening {span}. "
    if one.site.said.get(DECIDED) is not None:
        begun = month_of(one.decided, base_year)
        said += f"The decision begins in {begun}, so it opens in {opens}. "
    elif one.decided < 0:
        said += (
            f"The scenario opens it in {opens}: the decision has to begin "
            f"{lasting(round(-one.decided, 2), 'month')} before the run starts. "
        )
    else:
        begun = month_of(one.decided, base_year)
        said += f"The scenario opens it in {opens}, so the decision has to begin in {begun}. "
    if (late := one.opens - one.site.planned) > _ROUNDING:
        said += f"A late building puts that off by {lasting(round(late, 2), 'month')}. "
    return f"{said}What decides the date: {way}."


def _ends(figure: str) -> tuple[float, float]:
    """Return the smallest and the largest number of months of a step."""
    ends = bounds(figures()[figure])
    if ends is None:
        value = next(leaves(figures()[figure].value))
        return value, value
    return next(leaves(ends[0])), next(leaves(ends[1]))


def _every(which: int, site: OpenedSite) -> dict[str, float]:
    """Return every step's months at one end of what they may be; what a scenario says is what it is."""
    said = by_figure(site.said.get(STEP_MONTHS, {}))
    names = (*(one.figure for one in STEPS), CONVERTED)
    return {name: _ends(name)[which] for name in names if name not in said}

"""The sites that a scenario opens in a council, as one run with central values has them."""

import math
from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from agents.lengths import MONTHS_PER_YEAR
from calibration.beliefs.evidence.load import figures
from scenarios.compare import Plan, make_plan
from scenarios.funnel.study import refuse_without_services
from scenarios.intervention_schema import kinds
from scenarios.request import REPLICATES, CompareRequest
from scenarios.scenario import Scenario
from simulation.services.declaration import Site, Sort
from simulation.services.opened import VALUES
from simulation.services.opened_sites import BESET, SOMETIMES, as_said, opened_sites

#: Runs start on 31 March: the first month is April.
_FIRST_MONTH: Final = 3
_ROUNDING: Final = 1e-6


@dataclass(frozen=True)
class OpenedSite:
    """Hold one site.

    Attributes
    ----------
    service, name
        What is opened, as screens say it, and what the site is called.
    number
        Which of the scenario's interventions opens it, from 0.
    site, real
        As the scenario opens it, and the same when it is no twin.
    values
        Values by name, central ones.
    said
        What the scenario says of the service.
    planned
        Month in which it would open if nothing went wrong, from the start of the run.
    """

    service: str
    name: str
    number: int
    site: Site
    real: Site
    values: Mapping[str, Any]
    said: Mapping[str, Any]
    planned: float

    @property
    def opens(self) -> float:
        """Return the month it opens, from the start of the run."""
        return float(self.site.columns["opens"]) * MONTHS_PER_YEAR

    def row(self, years: int) -> dict[str, float]:
        """Return when it is to open, does and closes in a run, in years, as a finished run has it."""
        opens = float(self.site.columns["opens"])
        closes = float(self.site.columns.get("closes", math.inf))
        return {
            "opens": opens,
            "opened": opens if opens < years else math.inf,
            "closed": closes if closes < years else math.inf,
        }


def central_plan(request: CompareRequest, *, services: bool = True) -> Plan:
    """Return the plan of a request with central values, as few runs as there may be.

    Parameters
    ----------
    services
        Whether its scenario has to open a service.

    Raises
    ------
    DoorwaysError
        When its scenario opens no service, or something asked for is unknown.
    """
    if services:
        refuse_without_services(request.scenario)
    return make_plan(
        CompareRequest(
            request.authority,
            request.baseline,
            request.scenario,
            request.years,
            REPLICATES[0],
            request.seed,
            request.step_days,
            central=True,
            base_year=request.base_year,
            calibration=request.calibration,
        )
    )


def sites_of(made: Plan, *sorts: Sort, arm: int = 1) -> tuple[OpenedSite, ...]:
    """Return the sites of all services of a plan's scenario, with central values.

    Parameters
    ----------
    sorts
        Of these sorts, each practice being one site; by default services alone.
    arm
        0 for those of its baseline.
    """
    task = made.tasks[0]
    found: list[OpenedSite] = []
    for number, spec in enumerate(task.arms[arm].interventions):
        service = kinds()[spec["kind"]]
        if service.sort not in (sorts or (Sort.SERVICE,)):
            continue
        said = {key: one for key, one in spec.items() if key != VALUES}
        values = as_said(said, {**_sometimes(made.arms[arm]), **task.parameters, **spec[VALUES]})
        sites = opened_sites(service, said, values)
        real = opened_sites(service, {**said, "twin": "real"}, values)
        well = {key: value for key, value in said.items() if key != BESET}
        planned = [
            float(one.columns["opens"]) * MONTHS_PER_YEAR
            for one in opened_sites(service, well, values)
        ]
        names = service.site_names(said)
        title = service.titled(said)
        found += [
            OpenedSite(title, name, number, site, like, values, said, month)
            for name, site, like, month in zip(names, sites, real, planned, strict=True)
        ]
    return tuple(found)


def _sometimes(scenario: Scenario) -> dict[str, Any]:
    """Return figures that a run reads only when a scenario asks for it, as the scenario believes them."""
    own = scenario.parameters
    return {
        one.name: own[one.name].central if one.name in own else figures()[one.name].value
        for one in SOMETIMES
    }


def month_of(month: float, base_year: int) -> str:
    """Return a month counted from the start of a run as people say it: 0 is April of its year."""
    whole = math.floor(month + _ROUNDING) + _FIRST_MONTH
    number = whole % MONTHS_PER_YEAR
    return f"{month_name[number + 1]} {base_year + (whole - number) // MONTHS_PER_YEAR}"

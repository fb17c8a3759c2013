"""The sites a scenario opens: as their service has them, when they are ready, with what goes wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from agents.parameter import Parameter
from simulation.bands import in_years
from simulation.services.barriers.kinds import PARAMETERS as BARRIERS
from simulation.services.barriers.stages import beset
from simulation.services.declaration import Service, Site
from simulation.services.launch.dated import dated
from simulation.services.launch.steps import PARAMETERS as LAUNCH

#: The month in which preparing begins, where a scenario says that instead of when it opens.
DECIDED: Final = "decided_month"
#: What goes wrong with its sites.
BESET: Final = "barriers"
#: By how many months all of it is later than a scenario says, as in a rollout.
LATER: Final = "later_months"
#: Figures that only some of what is opened reads.
SOMETIMES: Final = (*LAUNCH, *BARRIERS)


def read_by(spec: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the figures that what a scenario says of one service reads besides its own."""
    launch = LAUNCH if spec.get(DECIDED) is not None else ()
    return (*launch, *(BARRIERS if spec.get(BESET) else ()))


def opened_sites(
    service: type[Service], said: Mapping[str, Any], values: Mapping[str, Any]
) -> Sequence[Site]:
    """Return the sites of one service of a scenario.

    Parameters
    ----------
    said
        What the scenario says, checked.
    values
        Values by name: the council's, the service's, and those of `read_by`.
    """
    sites = list(service.sites(said, values))
    if (decided := said.get(DECIDED)) is not None:
        sites = dated(sites, service.sites({**said, "twin": "real"}, values), decided, values)
    if said.get(BESET):
        sites = beset(service, said, values, sites)
    if (months := said.get(LATER)) is not None:
        sites = [_later(site, in_years(months)) for site in sites]
    return sites


def _later(site: Site, years: float) -> Site:
    """Return a site that opens and closes, and has go wrong what does, some years later."""
    columns = site.columns
    moved = {name: float(columns[name]) + years for name in ("opens", "closes") if name in columns}
    stages = tuple(
        replace(
            one, at=one.at + years, shut_until=one.shut_until + years if one.shut_until else 0.0
        )
        for one in site.stages
    )
    # Costs that change with the stages do so when they do; infinity stays what it is.
    costs = tuple(
        replace(one, since=one.since + years if one.since else 0.0, until=one.until + years)
        for one in site.costs
    )
    return replace(site, columns={**columns, **moved}, stages=stages, costs=costs)

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
from simulation.services.launch.steps import by_figure

#: The month in which preparing begins, where a scenario says that instead of when it opens.
DECIDED: Final = "decided_month"
#: How many months steps before launch take, where a scenario says so itself.
STEP_MONTHS: Final = "launch_months"
#: What goes wrong with its sites.
BESET: Final = "barriers"
#: By how many months all of it is later than a scenario says, as in a rollout.
LATER: Final = "later_months"
#: How many times as strong as believed its effects are.
STRENGTH: Final = "effect_strength"
#: Figures that only some of what is opened reads.
SOMETIMES: Final = (*LAUNCH, *BARRIERS)


def read_by(spec: Mapping[str, Any]) -> tuple[Parameter, ...]:
    """Return the figures that what a scenario says of one service reads besides its own."""
    said = by_figure(spec.get(STEP_MONTHS, {}))
    launch = [] if spec.get(DECIDED) is None else [one for one in LAUNCH if one.name not in said]
    return (*launch, *(BARRIERS if spec.get(BESET) else ()))


def as_said(said: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with the months of steps that a scenario says itself."""
    return {**values, **by_figure(said.get(STEP_MONTHS, {}))}


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
        real = service.sites({**said, "twin": "real"}, values)
        sites = dated(sites, real, decided, as_said(said, values))
    if said.get(BESET):
        sites = beset(service, said, values, sites)
    if (months := said.get(LATER)) is not None:
        sites = [_later(site, in_years(months)) for site in sites]
    if (strength := said.get(STRENGTH)) is not None:
        sites = [_stronger(site, strength) for site in sites]
    return sites


def _stronger(site: Site, strength: float) -> Site:
    """Return a site whose effects are so many times as strong on the log scale, on the same people at the same dose."""

    def raised(ratios: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        return {lever: (size**strength, share) for lever, (size, share) in ratios.items()}

    odds = {lever: (size * strength, share) for lever, (size, share) in site.log_odds.items()}
    stays = raised(site.stay_ratios)
    return replace(site, ratios=raised(site.ratios), log_odds=odds, stay_ratios=stays)


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

"""What barriers make of a site: when it opens, the stages it goes through, and what it then costs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from agents.schema import MOST_STAGES
from simulation.bands import in_years
from simulation.errors import DoorwaysError
from simulation.services.barriers.faults import faults, line_of
from simulation.services.barriers.kinds import (
    BUILDING,
    KINDS,
    LEAVING,
    MITIGATED,
    PARTNER,
    RECRUITMENT,
    REGULATOR,
    TURNOVER,
    VACANT,
)
from simulation.services.declaration import POST, CostLine, Service, Site, Stage


@dataclass(frozen=True)
class Window:
    """Hold one barrier of one site, in years from the start of the run."""

    name: str
    begins: float
    ends: float
    post: str = ""

    def holds(self, at: float) -> bool:
        """Return whether it goes on at a moment."""
        return self.begins <= at < self.ends


def beset(
    service: type[Service],
    said: Mapping[str, Any],
    values: Mapping[str, Any],
    sites: Sequence[Site],
) -> list[Site]:
    """Return sites with what goes wrong with them.

    Parameters
    ----------
    said
        What the scenario says of the service, its barriers among it.
    values
        Values by name: the service's, and those of `simulation.services.barriers.kinds`.

    Raises
    ------
    DoorwaysError
        When a barrier is of a site or of a post that is not there, or there are too many at one site.
    """
    for _, _, fault in faults(said["barriers"], sites):
        raise fault
    return [_beset(service, said, values, site, k) for k, site in enumerate(sites)]


def _beset(
    service: type[Service],
    said: Mapping[str, Any],
    values: Mapping[str, Any],
    site: Site,
    k: int,
) -> Site:
    own = [one for one in said["barriers"] if one.get("site", k + 1) == k + 1]
    if not own:
        return site
    late = sum(_lasts(one, values) for one in own if one["barrier"] == BUILDING)
    site = replace(site, columns={**site.columns, "opens": float(site.columns["opens"]) + late})
    opens = float(site.columns["opens"])
    windows = [_window(one, values, opens) for one in own if one["barrier"] != BUILDING]
    edges = sorted({edge for one in windows for edge in (one.begins, one.ends)} - {math.inf})
    if len(edges) > MOST_STAGES:
        rule = f"What goes wrong with one site begins or ends at most {MOST_STAGES} times."
        raise DoorwaysError("barriers", len(edges), rule, "Take some out.")
    lived = [
        _living(service, said, values, site, k, [one for one in windows if one.holds(edge)])
        for edge in edges
    ]
    stages = [_stage(one, edge, windows) for one, edge in zip(lived, edges, strict=True)]
    return replace(site, stages=tuple(stages), costs=_costs(site, lived, edges))


def _lasts(one: Mapping[str, Any], values: Mapping[str, Any]) -> float:
    """Return how long a barrier lasts, years: shorter where it is mitigated."""
    months = float(one.get("months", values[KINDS[one["barrier"]].months]))
    return in_years(months * (1.0 - float(values[MITIGATED])) if one["mitigated"] else months)


def _window(one: Mapping[str, Any], values: Mapping[str, Any], opens: float) -> Window:
    begins = in_years(one["month"]) if "month" in one else opens
    return Window(one["barrier"], begins, begins + _lasts(one, values), one.get("post", ""))


def _living(
    service: type[Service],
    said: Mapping[str, Any],
    values: Mapping[str, Any],
    site: Site,
    k: int,
    now: Sequence[Window],
) -> Site:
    """Return a site while some barriers hold."""
    spec = said
    for one in now:
        if one.name == PARTNER:
            line = line_of(site, one.post)
            lacking = service.lacking(spec, values, k, one.post)
            if lacking is None:
                site = site if line is None else _without(site, line)
                continue
            spec = lacking
            made = service.sites(spec, values)[k]
            columns = {**site.columns, "capacity": made.columns["capacity"]}
            site = replace(
                site, columns=columns, ratios=made.ratios, log_odds=made.log_odds, costs=made.costs
            )
    for one in now:
        if one.name == RECRUITMENT:
            site = _short_of_staff(site, float(values[VACANT]))
        elif one.name == TURNOVER:
            faster = float(site.columns.get("turnover", 0.0)) * float(values[LEAVING])
            site = replace(site, columns={**site.columns, "turnover": faster})
    return site


def _without(site: Site, line: CostLine) -> Site:
    """Return a site without a post: what it does is less by the post's share of all posts."""
    whole = sum(one.posts for one in site.costs if one.of == POST)
    left = 1.0 - line.posts / whole
    costs = tuple(replace(one, vacant=one.posts) if one is line else one for one in site.costs)
    return replace(
        site,
        ratios={name: (size, dose * left) for name, (size, dose) in site.ratios.items()},
        log_odds={name: (size, dose * left) for name, (size, dose) in site.log_odds.items()},
        costs=costs,
    )


def _short_of_staff(site: Site, vacant: float) -> Site:
    """Return a site with a share of its posts empty: fewer are supported, and less is paid."""
    costs = tuple(
        replace(one, vacant=one.vacant + vacant * (one.posts - one.vacant))
        if one.of == POST
        else one
        for one in site.costs
    )
    capacity = int(float(site.columns.get("capacity", 0)) * (1.0 - vacant))
    return replace(site, columns={**site.columns, "capacity": capacity}, costs=costs)


def _stage(site: Site, at: float, windows: Sequence[Window]) -> Stage:
    shut = [one.ends for one in windows if one.name == REGULATOR and one.holds(at)]
    return Stage(
        at,
        int(site.columns.get("capacity", 0)),
        float(site.columns.get("turnover", 0.0)),
        max(shut, default=0.0),
        {name: dose for name, (_, dose) in site.ratios.items()},
        {name: dose for name, (_, dose) in site.log_odds.items()},
    )


def _costs(site: Site, lived: Sequence[Site], edges: Sequence[float]) -> tuple[CostLine, ...]:
    """Return what a site costs stage by stage; setting it up is paid for once."""
    if all(one.costs == site.costs for one in lived):
        return site.costs
    stretches = zip((0.0, *edges), (*edges, math.inf), (site, *lived), strict=True)
    return tuple(
        # A barrier may act from the start of the run: the first stretch then has no length.
        replace(line, since=since, until=until, opening=0.0 if k else line.opening)
        for k, (since, until, one) in enumerate(stretches)
        for line in one.costs
    )

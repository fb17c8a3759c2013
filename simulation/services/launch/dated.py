"""When sites open where a scenario says when preparing them begins, not when they open."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from simulation.bands import in_years
from simulation.services.declaration import Site
from simulation.services.launch.path import months_to_open


def dated(
    sites: Sequence[Site], real: Sequence[Site], decided: float, values: Mapping[str, Any]
) -> list[Site]:
    """Return sites that open as soon as they are ready, the later ones as far apart as planned.

    Parameters
    ----------
    sites
        As the service has them.
    real
        The same sites when they are no twins: these open in the same month.
    decided
        Month, from the start of the run, in which the decision begins.
    values
        Values by name: those of the steps among them.
    """
    first = min(float(one.columns["opens"]) for one in sites)
    return [
        _dated(one, like, in_years(decided), float(one.columns["opens"]) - first, values)
        for one, like in zip(sites, real, strict=True)
    ]


def _dated(site: Site, real: Site, decided: float, later: float, values: Mapping[str, Any]) -> Site:
    ready = in_years(months_to_open(real, values))
    costs = tuple(replace(one, prepared=ready) if one.opening else one for one in site.costs)
    opens = decided + later + ready
    return replace(site, columns={**site.columns, "opens": opens}, costs=costs)

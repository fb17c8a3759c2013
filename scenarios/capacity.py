"""Whether the services of a scenario have more room than this council's young people would fill."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from scenarios.intervention_schema import kinds
from simulation.outcomes.measures import WEEKLY
from simulation.services.declaration import Site

#: The registered figure: the share of what opens' room below which there is more room than need.
LEAST_FILLED: Final = "service_least_filled"


def capacity_note(
    interventions: Sequence[Mapping[str, Any]],
    weekly: NDArray[np.float32],
    believed: Mapping[str, Any],
    years: int,
) -> str | None:
    """Say in a sentence when services stay far from full in the last year; else None.

    Parameters
    ----------
    interventions
        Of the scenario, as plain data.
    weekly
        Weekly columns of the scenario's runs, shape (replicates, weeks, len(WEEKLY)).
    believed
        Figures by name: their central values are the room of a site that sets none of its own.
    years
        Horizon; the last year of it is looked at.
    """
    central = {name: one.value for name, one in believed.items()}
    sites = _open(interventions, central, years)
    room = sum(int(site.columns["capacity"]) for site in sites)
    if not room or not weekly.size:
        return None
    last = weekly.shape[1] // years
    supported = float(weekly[:, -last:, WEEKLY.index("supported_by_services")].mean())
    if supported >= next(leaves(figure(LEAST_FILLED).value)) * room:
        return None
    return (
        f"What opens has room for {room:,} at a time "
        f"and supported {supported:,.0f} on average in the last year: more room than this council "
        "plausibly needs."
    )


def _open(
    interventions: Sequence[Mapping[str, Any]], central: Mapping[str, Any], years: int
) -> list[Site]:
    """Return the sites that enrol members and are open by the start of the last year."""
    return [
        site
        for one in interventions
        for site in kinds()[one["kind"]].sites(one, central)
        if site.columns.get("capacity", 0) > 0 and site.columns["opens"] <= years - 1
    ]

"""Whether the hubs of a scenario have more room than this council's young people would fill."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure
from simulation.bands import MONTHS_PER_YEAR
from simulation.hub_rows import caseload_of
from simulation.outcomes.measures import WEEKLY

#: The registered figure: the share of a hub's room below which there is more room than need.
LEAST_FILLED: Final = "hub_least_filled"
_NEEDED: Final = ("hub_caseload", "hub_young_people_per_worker", "hub_mobilise_months")


def capacity_note(
    interventions: Sequence[Mapping[str, Any]],
    weekly: NDArray[np.float32],
    believed: Mapping[str, Any],
    years: int,
) -> str | None:
    """Say in a sentence when the hubs stay far from full in the last year; else None.

    Parameters
    ----------
    interventions
        Of the scenario, as plain data.
    weekly
        Weekly columns of the scenario's runs, shape (replicates, weeks, len(WEEKLY)).
    believed
        Figures by name: their central values are the room of a hub that sets none of its own.
    years
        Horizon; the last year of it is looked at.
    """
    central = {name: next(leaves(believed[name].value)) for name in _NEEDED}
    hubs = _open(interventions, central, years)
    room = sum(caseload_of(hub, central) for hub in hubs)
    if not room or not weekly.size:
        return None
    last = weekly.shape[1] // years
    supported = float(weekly[:, -last:, WEEKLY.index("hub_supported")].mean())
    if supported >= next(leaves(figure(LEAST_FILLED).value)) * room:
        return None
    return (
        f"The {'hub has' if len(hubs) == 1 else 'hubs have'} room for {room:,} young people at a time "
        f"and supported {supported:,.0f} on average in the last year: more room than this council "
        "plausibly needs."
    )


def _open(
    interventions: Sequence[Mapping[str, Any]], central: Mapping[str, float], years: int
) -> list[Mapping[str, Any]]:
    """Return the hubs that are open by the start of the last year."""
    last = (years - 1) * MONTHS_PER_YEAR
    return [
        hub
        for one in interventions
        for hub in one.get("hubs", ())
        if hub.get("opens_month", central["hub_mobilise_months"]) <= last
    ]

"""Figures that every service, practice and condition shares."""

from collections.abc import Mapping
from typing import Any, Final

from agents.parameter import Parameter

PARAMETERS: Final = (
    Parameter(
        "overlap_factor",
        "share",
        0.0,
        1.0,
        "Of several services that act on one thing for one person, all but the strongest count by this much.",
    ),
    Parameter(
        "overlap_floor",
        "ratio",
        0.01,
        1.0,
        "Several services together never multiply a hazard by less, unless one alone does.",
    ),
    Parameter(
        "twin_recorded_share",
        "share",
        0.0,
        1.0,
        "Missing episodes of those supported that are written down, recording twin.",
    ),
)


def machine_columns(spec: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that follow from these figures.

    Parameters
    ----------
    spec
        What the scenario says, its twin among it.
    values
        Values by name.
    """
    recording = spec.get("twin") == "recording"
    return {
        "overlap": float(values["overlap_factor"]),
        "floor": float(values["overlap_floor"]),
        "recording": float(values["twin_recorded_share"]) if recording else 1.0,
    }

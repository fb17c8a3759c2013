"""A hub's beds and families: how many, how skilled, for how long, and when it takes nobody on."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from simulation.bands import in_years

#: What a hub's beds and families are like but for its training.
ORDINARY = {
    Placement.SERVICE_BED: Placement.CHILDRENS_HOME,
    Placement.SERVICE_FAMILY: Placement.FOSTER_IN_HOUSE,
}


def stays_of(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return how long a stay with the hub may last, and which beds are for whom no home takes."""
    longest = {
        f"{place}_years": in_years(one.get(f"{place}_stay_months", p[f"hub_{place}_stay_months"]))
        for place in ("bed", "family")
    }
    return longest | {"kept_beds": _beds(one, p)["emergency"]}


def outages_of(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, Any]:
    """Return how often, and for how long, a hub takes nobody on."""
    return {
        "outage_rate": one.get("outages_a_year", p["hub_outage_rate"]),
        "outage_years": in_years(one.get("outage_months", p["hub_outage_months"])),
    }


def _beds(one: Mapping[str, Any], p: Mapping[str, Any]) -> dict[str, int]:
    """Return how many beds are for planned stays, and how many for emergencies."""
    return {
        use: round(float(one.get(f"beds_{use}", p[f"hub_beds_{use}"])))
        for use in ("planned", "emergency")
    }


def skills_of(
    weights: Mapping[str, float], p: Mapping[str, Any]
) -> dict[Placement, NDArray[np.float64]]:
    """Return shares of skill of beds and families: of those trained as the hub is, and of ordinary ones.

    The distinguisher of shared training says how many are trained.
    """
    trained = weights["shared_training"]
    shares = np.asarray(p["synth_carer_skill_share"], dtype=float)
    return {
        kind: trained * shares[kind] + (1.0 - trained) * shares[ordinary]
        for kind, ordinary in ORDINARY.items()
    }


def number_of_places(one: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[Placement, int]:
    """Return how many beds and community families a hub has."""
    families = one.get("community_families", parameters["hub_community_families"])
    return {
        Placement.SERVICE_BED: sum(_beds(one, parameters).values()),
        Placement.SERVICE_FAMILY: round(float(families)),
    }

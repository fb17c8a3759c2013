"""What was published for the year being reproduced, in the shapes the model counts in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.codes import AGE_BANDS, Placement, Route
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import plan_cohort
from calibration.assemble import parameters_for
from calibration.authorities.load import all_profiles, england
from calibration.evidence.load import figure

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Published:
    """Hold England's year.

    Attributes
    ----------
    starts
        Starts of children who came with families, by age, shape (5,).
    exits
        Exits by route and age, shape (routes, 5): the table of `exits_by_route_and_age`.
    missing
        Missing incidents by age, shape (5,).
    mix
        Looked after at the end by kind of placement, shape (kinds,).
    moves, breakdowns, adoptions, children_missing, incidents
        Counts of the year.
    in_need
        Children in need who are neither looked after nor care leavers: held level.
    """

    starts: Floats
    exits: Floats
    missing: Floats
    mix: Floats
    moves: float
    breakdowns: float
    adoptions: float
    children_missing: float
    incidents: float
    in_need: float


def exits_by_route_and_age() -> Floats:
    """Return the registered split of exits, shape (routes, 5), those at 18 apart."""
    table = np.zeros((len(Route), len(AGE_BANDS)))
    rows = np.asarray(figure("exit_routes_by_age").value, dtype=float)
    for i, route in enumerate((Route.HOME, Route.KINSHIP_ORDER, Route.ADOPTED, Route.OTHER)):
        table[route] = rows[i]
    return table


def placement_mix(year: int) -> Floats:
    """Return England's mix as the sum of what councils' populations start with.

    Supported accommodation and other placements are pooled and split as in the year before
    registration moved children between the two codes.
    """
    mix = np.zeros(len(Placement))
    for council in all_profiles(year):
        for kind, count in placement_counts(council, parameters_for(council)).items():
            mix[kind] += count
    before = england(year - 1)
    share = before["cla_supported"] / (before["cla_supported"] + before["cla_other"])
    pool = mix[Placement.SUPPORTED] + mix[Placement.LODGINGS] + mix[Placement.OTHER]
    lodgings = mix[Placement.LODGINGS] / (mix[Placement.SUPPORTED] + mix[Placement.LODGINGS])
    mix[Placement.SUPPORTED] = pool * share * (1 - lodgings)
    mix[Placement.LODGINGS] = pool * share * lodgings
    mix[Placement.OTHER] = pool * (1 - share)
    return mix


def published(year: int) -> Published:
    """Return England's year ending on 31 March of `year`; moves are those of the year before.

    Moves of 2023-24 are distorted by the registration of supported accommodation.
    """
    now, before = england(year), england(year - 1)
    starts = np.array([now[f"starts_{band}"] for band in AGE_BANDS])
    starts -= now["starts_uasc"] * np.asarray(figure("synth_uasc_age_share").value)
    exits = exits_by_route_and_age()
    by_age = np.asarray(figure("missing_incidents_by_age").value, dtype=float)
    return Published(
        starts=starts,
        exits=exits,
        missing=by_age * now["missing_incidents"] / by_age.sum(),
        mix=placement_mix(year),
        moves=before["changes_total"] - before["changes_status_only"],
        breakdowns=before["changes_carer_behaviour"]
        + before["changes_carer_other"]
        + before["changes_child_request"],
        adoptions=now["ceases_adopted"],
        children_missing=now["children_missing"],
        incidents=now["missing_incidents"],
        in_need=float(
            sum(plan_cohort(c, parameters_for(c), 0.0).in_need for c in all_profiles(year - 1))
        ),
    )

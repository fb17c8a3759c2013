"""Those looked after at the start: placements to the margins, and a past."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Activity, Placement
from agents.lengths import ADULTHOOD, AGE_EDGES, CARE_EDGES, PLACEMENT_EDGES, SIXTEEN, TEEN
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.columns import Columns
from agents.synthesis.inverse import banded_quantile
from agents.synthesis.margins import largest_remainder, weighted_sample

Ints = NDArray[np.int64]
_TINY = 1e-9
#: Of the bands, where the first begins and where each ends.
CARE_ENDS = np.array([0.0, *CARE_EDGES, ADULTHOOD])
PLACEMENT_ENDS = np.array([0.0, *PLACEMENT_EDGES, 12.0])
#: Not for unaccompanied children, who have no family here.
FAMILY_KINDS = (Placement.ADOPTION, Placement.PARENTS, Placement.KINSHIP)
#: Scarcest first: kinds that few children can have are given out before those anybody can.
ORDER = (
    Placement.ADOPTION,
    Placement.LODGINGS,
    Placement.SUPPORTED,
    Placement.CHILDRENS_HOME,
    Placement.OTHER_RESIDENTIAL,
    Placement.OTHER,
    Placement.PARENTS,
    Placement.KINSHIP,
    Placement.FOSTER_AGENCY,
)


def placement_counts(profile: AuthorityProfile, p: Mapping[str, Any]) -> dict[Placement, int]:
    """Return children by kind of placement, adding up to those looked after exactly."""
    foster, homes, supported = profile["cla_foster"], profile["cla_homes"], profile["cla_supported"]
    external = np.asarray(p["synth_external_share"])
    bought = profile["cla_private"] + profile["cla_voluntary"]
    agency = bought - external[0] * homes - external[1] * supported
    kin = float(p["synth_kinship_share"]) * foster
    least, most = np.asarray(p["synth_agency_bounds"])
    agency = min(max(agency, float(least) * foster), float(most) * (foster - kin))
    lodgings = float(p["synth_lodgings_share"]) * supported
    counts = {
        Placement.FOSTER_IN_HOUSE: foster - kin - agency,
        Placement.FOSTER_AGENCY: agency,
        Placement.KINSHIP: kin,
        Placement.CHILDRENS_HOME: homes,
        Placement.SUPPORTED: supported - lodgings,
        Placement.LODGINGS: lodgings,
        Placement.PARENTS: profile["cla_parents"],
        Placement.ADOPTION: profile["cla_adoption"],
        Placement.OTHER_RESIDENTIAL: profile["cla_other_residential"] + profile["cla_schools"],
        Placement.OTHER: profile["cla_other"],
    }
    exact = largest_remainder(np.array(list(counts.values())), round(profile["cla"]))
    return dict(zip(counts, (int(n) for n in exact), strict=True))


def choose_unaccompanied(
    profile: AuthorityProfile, people: Any, p: Mapping[str, Any], care: slice, draws: Columns
) -> None:
    """Mark as many unaccompanied children as published, the oldest first."""
    age = -people.born[care]
    younger = float(p["synth_uasc_young_weight"])
    weights = np.where(age >= SIXTEEN, 1.0, np.where(age >= TEEN, younger, 0.0))
    chosen = weighted_sample(
        draws.uniform("care/uasc", age.size), weights, round(profile["cla_uasc"])
    )
    people.uasc[care.start + chosen] = 1


def give_placements(
    profile: AuthorityProfile, people: Any, p: Mapping[str, Any], care: slice, draws: Columns
) -> None:
    """Give out placements by age to the published numbers; the rest live in-house."""
    counts = placement_counts(profile, p)
    table = np.asarray(p["synth_placement_age_weight"]).reshape(-1, len(Placement))
    bands = np.searchsorted(AGE_EDGES, -people.born[care], side="right")
    free = np.ones(bands.size, bool)
    people.placement[care] = Placement.FOSTER_IN_HOUSE
    for kind in ORDER:
        weights = np.where(free, table[bands, kind], -1.0)
        if kind in FAMILY_KINDS:
            weights = np.where(people.uasc[care] == 1, 0.0, weights)
        rows = np.flatnonzero(free)
        u = draws.uniform(f"care/placement/{int(kind)}", bands.size)[rows]
        chosen = rows[weighted_sample(u, weights[rows], counts[kind])]
        people.placement[care.start + chosen] = kind
        free[chosen] = False


def give_distances(
    profile: AuthorityProfile, people: Any, p: Mapping[str, Any], care: slice, draws: Columns
) -> None:
    """Mark as many placed outside the authority and over 20 miles away as published."""
    n = care.stop - care.start
    weights = np.asarray(p["synth_outside_weight"])[people.placement[care]]
    outside = weighted_sample(
        draws.uniform("care/outside", n), weights, round(profile["cla_outside"])
    )
    people.outside[care.start + outside] = 1
    weights = np.asarray(p["synth_far_weight"])[
        people.placement[care].astype(int), people.outside[care].astype(int)
    ]
    far = weighted_sample(draws.uniform("care/far", n), weights, round(profile["cla_far"]))
    people.far[care.start + far] = 1


def give_past(people: Any, p: Mapping[str, Any], care: slice, draws: Columns) -> None:
    """Give time in care and in the placement, moves, periods and activity so far."""
    n = care.stop - care.start
    age = -people.born[care]
    shares = np.asarray(p["synth_care_elapsed_share"])
    bands = np.searchsorted(AGE_EDGES, age, side="right")
    power = np.asarray(p["synth_care_elapsed_power"])[bands]
    elapsed = banded_quantile(draws.uniform("care/elapsed", n) ** power, shares, CARE_ENDS)
    short = people.uasc[care] == 1
    longest = float(p["synth_uasc_elapsed_years"])
    elapsed = np.where(short, longest * draws.uniform("care/uasc_elapsed", n), elapsed)
    young = float(p["synth_first_entry_power"])
    elapsed = np.minimum(elapsed, age * draws.uniform("care/age_cap", n) ** young)
    placed = banded_quantile(
        draws.uniform("care/placed", n)
        ** np.asarray(p["synth_placement_elapsed_power"])[people.placement[care]],
        np.asarray(p["synth_placement_elapsed_share"]),
        PLACEMENT_ENDS,
    )
    # Those of greater latent need have moved more lately: without this they would all have to
    # learn to in the first years of every run.
    need = np.maximum(people.frailty[care], float(p["synth_placed_frailty_floor"]))
    placed /= need ** float(p["synth_placed_frailty"])
    people.entered[care] = people.since[care] = -elapsed
    people.placed[care] = -np.minimum(placed, elapsed)
    expected = float(p["synth_moves_per_year"]) * people.frailty[care] * elapsed
    # The whole part of an exponential number over this rate has exactly the expected mean.
    rate = np.log1p(1.0 / np.maximum(expected, _TINY))
    moves = (draws.exponential("care/moves", n) / rate).astype(int)
    people.moves[care] = np.minimum(moves, int(p["synth_moves_most"]))
    people.moves[care][people.placed[care] == people.entered[care]] = 0
    again = draws.yes("care/again", float(p["synth_repeat_period_share"]), n)
    people.periods[care] = 1 + again
    people.placement_year[care] = 0
    people.year_placements[care] = 1
    neet = draws.yes("care/neet", float(p["neet_share_16"]), n)
    activity = np.where(neet, Activity.NEET, Activity.IN_EET)
    people.activity[care] = np.where(age >= SIXTEEN, activity, Activity.TOO_YOUNG)

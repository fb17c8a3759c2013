"""Those looked after at the start: placements to the margins, and a past."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Activity, Placement
from agents.lengths import (
    ADULTHOOD,
    AGE_BAND_COUNT,
    AGE_EDGES,
    CARE_EDGES,
    PLACEMENT_EDGES,
    QUARTERS_PER_YEAR,
    SIXTEEN,
    TEEN,
    YEARS_OF_AGE,
)
from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from agents.synthesis.columns import Columns
from agents.synthesis.inverse import banded_quantiles
from agents.synthesis.margins import evenly, largest_remainder, weighted_sample
from agents.synthesis.own_start import own_kinds
from agents.synthesis.parameters import KINDS, PLACED_GROUPS, QUARTERS_PAST_16, TIMED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_TINY = 1e-9
#: Rounds of scaling rows and columns at most, and how near columns have to come.
_FITTING, _FITTED = 200, 1e-5
#: Of the bands, where the first begins and where each ends.
CARE_ENDS = np.array([0.0, *CARE_EDGES, ADULTHOOD])
PLACEMENT_ENDS = np.array([0.0, *PLACEMENT_EDGES, 12.0])
#: The order in which kinds are given out; who is left lives in-house.
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
    """Return children by kind of placement, adding up to those looked after exactly.

    Supported accommodation and other placements are one published number: registration moved
    children between the two codes for a year, on paper. Where a return names each child's own kind,
    that is counted.
    """
    if isinstance(profile, PrivateProfile) and profile.start:
        return own_kinds(profile.start, float(p["synth_lodgings_share"]))
    foster, homes = profile["cla_foster"], profile["cla_homes"]
    recoded = profile["cla_supported"] + profile["cla_other"]
    other = float(p["synth_other_share"]) * recoded
    supported = recoded - other
    external = np.asarray(p["synth_external_share"])
    bought = profile["cla_private"] + profile["cla_voluntary"]
    agency = bought - external[0] * homes - external[1] * profile["cla_supported"]
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
        Placement.OTHER: other,
    }
    exact = largest_remainder(np.array(list(counts.values())), round(profile["cla"]))
    return dict(zip(counts, (int(n) for n in exact), strict=True))


def placed_groups(ages: Floats, alone: Ints) -> Ints:
    """Return the row of the table of placements that each of those looked after belongs to.

    Parameters
    ----------
    ages, alone
        Age in years, and 1 for unaccompanied children, shape (children,).
    """
    # Who turns 18 leaves at that moment and belongs to the year before.
    years = np.minimum(np.floor(ages).astype(np.int64), YEARS_OF_AGE - 1)
    unaccompanied = YEARS_OF_AGE + np.clip(years - int(SIXTEEN) + 1, 0, 2)
    return np.where(alone == 1, unaccompanied, years)


def joint(weights: Floats, groups: Floats, kinds: Floats) -> Floats:
    """Return how many of each group are placed in each kind: groups exact, kinds as near as can be.

    Rows and columns are scaled in turn until both fit (iterative proportional fitting): what the
    weights say of one group against another is kept.
    """
    table = np.asarray(weights, dtype=float)
    for _ in range(_FITTING):
        seen = table.sum(axis=0)
        table = table * np.where(seen > 0, kinds / np.maximum(seen, _TINY), 0.0)
        scale = np.where(seen > 0, kinds / np.maximum(seen, _TINY), 1.0)
        seen = table.sum(axis=1)
        table *= np.where(seen > 0, groups / np.maximum(seen, _TINY), 0.0)[:, None]
        if np.abs(scale - 1.0).max() < _FITTED:
            break
    return table


def time_rows(ages: Floats, alone: Ints) -> Ints:
    """Return the row of the table of placements by time in care: an age band, or unaccompanied."""
    return np.where(alone == 1, AGE_BAND_COUNT, np.searchsorted(AGE_EDGES, ages, side="right"))


def quarters(ages: Floats) -> Ints:
    """Return how many quarters of a year past 16 young people are, from -1 (younger) to 7."""
    past = np.floor((ages - SIXTEEN) * QUARTERS_PER_YEAR)
    return np.clip(past, -1, QUARTERS_PAST_16 - 1).astype(np.int64)


def leaning(people: Any, p: Mapping[str, Any]) -> Floats:
    """Return how much likelier than others of their year of age children live in a kind of placement.

    By time in care, by quarter of a year past 16 and by latent need and risk and behaviour, as
    practice leaves it; needs of unaccompanied children do not show. Shape (children, kinds).
    """
    ages = -people.born
    needs = [np.log(people.frailty + _TINY), np.log(people.risk + _TINY), people.behaviour]
    shown = np.column_stack(needs)
    shown[people.uasc == 1] = 0.0
    by_kind = [p[f"synth_placement_{name}"] for name in ("need", "risk", "behaviour")]
    found = np.exp(shown @ np.asarray(by_kind, dtype=float))
    times = np.asarray(p["synth_placement_care_time"], dtype=float).reshape(TIMED, -1, KINDS)
    elapsed = np.searchsorted(CARE_EDGES, -people.entered, side="right")
    found *= times[time_rows(ages, people.uasc), elapsed]
    by_quarter = np.asarray(p["synth_placement_quarter"], dtype=float).reshape(-1, KINDS)
    quarter = quarters(ages)
    older = quarter >= 0
    found[older] *= by_quarter[quarter[older]]
    return np.asarray(found)


def give_placements(
    profile: AuthorityProfile, people: Any, p: Mapping[str, Any], care: slice, draws: Columns
) -> None:
    """Give out placements to the published numbers, spread over ages as practice leaves them.

    Ages are exact and so are kinds, but for those that ages leave no room for: nobody under 16 is
    put into supported accommodation or lodgings, however many were published.
    """
    counts = placement_counts(profile, p)
    published = np.array([counts.get(kind, 0) for kind in Placement], dtype=float)
    groups = placed_groups(-people.born[care], people.uasc[care])
    weights = np.asarray(p["synth_placement_age_weight"]).reshape(PLACED_GROUPS, len(Placement))
    sizes = np.bincount(groups, minlength=PLACED_GROUPS)
    wanted = joint(weights, sizes.astype(float), published)
    whole = largest_remainder(wanted.sum(axis=0), groups.size)
    chance, free = leaning(people[care], p) * wanted[groups], np.ones(groups.size, bool)
    people.placement[care] = Placement.FOSTER_IN_HOUSE
    for kind in ORDER:
        # Of the kinds not given out yet, how likely this one is.
        lean = chance[:, kind] / np.maximum(chance.sum(axis=1), _TINY)
        chance[:, kind] = 0.0
        left = np.bincount(groups[free], lean[free], minlength=PLACED_GROUPS)
        share = lean * (wanted[:, kind] / np.maximum(left, _TINY))[groups]
        rows = np.flatnonzero(free & (share > 0.0))
        order = rows[
            np.lexsort(
                (draws.uniform(f"care/placement/{int(kind)}", groups.size)[rows], groups[rows])
            )
        ]
        many = min(int(whole[kind]), rows.size)
        start = float(draws.uniform(f"care/from/{int(kind)}", 1)[0])
        chosen = order[evenly(share[order], many, start)]
        people.placement[care.start + chosen] = kind
        free[chosen] = False
    give_unregistered(people, p, care, draws)


def give_unregistered(people: Any, p: Mapping[str, Any], care: slice, draws: Columns) -> None:
    """Say who of those in other placements lives where no provider is registered."""
    others = (people.placement[care] == Placement.OTHER) & (-people.born[care] >= TEEN)
    unknown = float(p["synth_unregistered_share"])
    people.unregistered[care] = others & draws.yes("care/unregistered", unknown, others.size)


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


def sooner(need: Floats, p: Mapping[str, Any]) -> Floats:
    """Return by how much latent need shortens the time in the present placement, shape (children,)."""
    least = np.maximum(need, float(p["synth_placed_frailty_floor"]))
    return np.asarray(least ** float(p["synth_placed_frailty"]))


def give_times(people: Any, p: Mapping[str, Any], care: slice, draws: Columns) -> None:
    """Give time in care so far: where children live goes with it."""
    n, age = care.stop - care.start, -people.born[care]
    since = np.asarray(p["synth_care_elapsed_share"], dtype=float)
    since = since.reshape(YEARS_OF_AGE * QUARTERS_PER_YEAR, -1)
    quarter = np.minimum((age * QUARTERS_PER_YEAR).astype(np.int64), len(since) - 1)
    # Nobody has been looked after since before birth.
    elapsed = banded_quantiles(draws.uniform("care/elapsed", n), since[quarter], CARE_ENDS, age)
    # When unaccompanied children came goes with their age and was drawn with it.
    elapsed = np.where(people.uasc[care] == 1, -people.entered[care], elapsed)
    people.entered[care] = people.since[care] = -elapsed


def give_past(people: Any, p: Mapping[str, Any], care: slice, draws: Columns) -> None:
    """Give time in the placement, moves, periods and activity so far."""
    n = care.stop - care.start
    age, elapsed = -people.born[care], -people.entered[care]
    since = np.asarray(p["synth_placement_elapsed_share"], dtype=float).reshape(TIMED, KINDS, -1)
    own = since[time_rows(age, people.uasc[care]), people.placement[care]]
    placed = banded_quantiles(draws.uniform("care/placed", n), own, PLACEMENT_ENDS)
    # Those of greater latent need have moved more lately: without this they would all have to
    # learn to in the first years of every run.
    placed /= sooner(people.frailty[care], p)
    # By law nobody under 16 lives there, nor did.
    from_16 = np.isin(people.placement[care], (Placement.SUPPORTED, Placement.LODGINGS))
    placed = np.where(from_16, np.minimum(placed, np.maximum(age - SIXTEEN, 0.0)), placed)
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

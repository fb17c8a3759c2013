"""A council's own rates: its published years turned into hazards, shrunk where counts are small.

Occurrence over exposure: what happened over those it could have happened to, against what England's
rates would give. Levels are shrunk by the Gamma-Poisson rule (`gamma.py`), starts and exits
are settled together (`balance.py`), and every level can be drawn at a probability of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import AGE_EDGES, QUARTERS_PER_YEAR, YEARS_OF_AGE
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.cohort import children_in_need
from agents.synthesis.unaccompanied import moved_on, stream
from calibration.beliefs.local.balance import expected_gain, gain_of_england
from calibration.beliefs.local.coming import own_level, without_returns
from calibration.beliefs.local.counts import (
    ENTRIES,
    ENTRY,
    FACTORS,
    exits_before_18,
    starts_by_age,
    with_families,
)
from calibration.beliefs.local.distances import far_share, odds_share
from calibration.beliefs.local.factors import posteriors
from calibration.beliefs.local.kinds import (
    FLOW_BANDS,
    MOST,
    WITH_FAMILIES,
    Here,
    adopting,
    kind_levels,
    living,
    practised,
)
from calibration.beliefs.local.mix import address, mix, own_mix
from calibration.beliefs.local.resting import LOW, WIDTH, Resting, resting
from calibration.beliefs.local.unaccompanied import transfer_hazard

Floats = NDArray[np.float64]
#: Names under which the levels of a council draw a uniform number each.
DRAWN: Final = (*FACTORS, "local_gain", *(address(kind) for kind in range(len(Placement))))
#: Leaving care is never made slower than this part of England's, nor faster than so many times.
_LEAST_EXIT, _MOST_EXIT = 0.05, 10.0
#: Middle of a year of age, and the least that one may hold of its band.
_MIDDLE, _LEAST_SHARE = 0.5, 1e-6


@dataclass(frozen=True)
class Whole:
    """Hold what of a council's rates is England's alone, and so the same for every council.

    Attributes
    ----------
    rest
        What holds its ages.
    level
        Exits of its year over those of `care_exits`, by age band, shape (5,).
    kinds
        How much more often each kind of placement would be chosen for it to stand still, shape (kinds,).
    practised
        Exits by practice a year and child, by age band, shape (5,).
    new
        Starts a year of children who do not come back, by age band, shape (5,).
    """

    rest: Resting
    level: Floats
    kinds: Floats
    practised: Floats
    new: Floats


def whole_of(england: AuthorityProfile, p: Mapping[str, Any]) -> Whole:
    """Return England's part of local rates."""
    rest, level = england_at_rest(england, p)
    starts = starts_by_age(england, p)
    even = {
        "local_exit": np.ones(starts.size),
        "local_move": 1.0,
        "synth_care_age_share": leaning(rest.ages, rest.ages, p),
    }
    there = here(england, mix(england, p), even, starts, p)
    new = without_returns(starts, starts, 1.0, p)
    return Whole(rest, level, kind_levels(there, p), practised(there.living, p), new)


def local_rates(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    uniforms: Mapping[str, float] | None = None,
    whole: Whole | None = None,
) -> dict[str, Any]:
    """Return the values of `declared.COMPUTED`.

    Parameters
    ----------
    profile, england
        The council's figures and England's of the same year.
    p
        National parameter values by name.
    uniforms
        A number between 0 and 1 for each name of `DRAWN`, at which its level is taken; None for
        the means.
    whole
        What `whole_of` gives with these values, where it is known already.
    """
    whole = whole or whole_of(england, p)
    settled, starts = local_levels(profile, england, p, whole, uniforms)
    leaving = exits_of(profile, england, settled["local_exit"], p)
    new = without_returns(starts, starts_by_age(england, p), leaving, p)
    own = own_level(new, whole.new, p["entry_along"])
    rates = entry_rates(profile, p, starts_by_age(england, p) * own) | settled
    kinds, rates["local_exit"] = local_placement(
        profile, england, p, whole, settled, starts, uniforms
    )
    rates["transfer_hazard"] = transfer_hazard(profile, p)
    rates["local_placement"] = kinds
    rates["outside_share"] = odds_share(
        np.asarray(p["synth_outside_weight"]), profile["cla_outside"] / profile["cla"]
    )
    rates["far_share"] = far_share(profile, p, rates["outside_share"])
    return rates


def england_at_rest(england: AuthorityProfile, p: Mapping[str, Any]) -> tuple[Resting, Floats]:
    """Return the ages at which England would stand still, and the level of its exits by age band.

    The level is what makes England's exits by age and time in care those of its year.
    """
    there, starts = with_families(england, p), starts_by_age(england, p)
    gain, even = gain_of_england(england, p), np.ones(there.size)
    found = resting(there, starts, even, gain, p)
    quarters = np.arange(found.quarters.size) / QUARTERS_PER_YEAR
    bands = np.searchsorted(AGE_EDGES, quarters, side="right")
    exits = np.asarray(p["care_exits"], dtype=float).reshape(there.size, -1)[bands]
    rate = np.bincount(bands, found.quarters * (found.elapsed * exits).sum(axis=1))
    level = exits_before_18(england) / np.maximum(there * rate, _LEAST_SHARE)
    return resting(there, starts, level, gain, p), level


def exits_of(
    profile: AuthorityProfile, england: AuthorityProfile, level: Floats, p: Mapping[str, Any]
) -> float:
    """Return a council's exits before 18 with a level by age band, over England's of its year."""
    rate = exits_before_18(england) / np.maximum(with_families(england, p), 1.0)
    return float((rate * level * with_families(profile, p)).sum() / exits_before_18(england).sum())


def local_levels(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    whole: Whole,
    uniforms: Mapping[str, float] | None = None,
) -> tuple[dict[str, Any], Floats]:
    """Return local levels of leaving care by age, moves and missing, England being 1, and starts.

    Starts by age, shape (5,), and exits have been settled so that the council's number of each age
    stands still but for what it may expect to gain: see `calibration.beliefs.local.resting`. With
    them comes how each age band is spread over its years.
    """
    level = {
        name: one.mean if uniforms is None else one.at(uniforms[name])
        for name, one in posteriors(profile, p).items()
    }
    here, there = with_families(profile, p), with_families(england, p)
    national = starts_by_age(england, p)
    ages = national * np.array([level[name] for name in ENTRIES])
    starts = (
        national.sum()
        * here.sum()
        / there.sum()
        * level[ENTRY]
        * ages
        / max(ages.sum(), _LEAST_SHARE)
    )
    at = None if uniforms is None else uniforms["local_gain"]
    gain = expected_gain(profile, england, p, at)
    own = resting(here, starts, whole.level * level["local_exit"], gain, p)
    trend = float(p["national_trend"])
    moved = own.moved - trend * whole.rest.moved + (1.0 - trend) * np.asarray(p["rest_ages"])
    on_starts = float(p["local_settling"])
    # Councils with many starts are pulled down more than those with few are up: England is kept.
    more, left = (float(scale) for scale in np.asarray(p["local_scale"]))
    found: dict[str, Any] = {name: level[name] for name in ("local_move", "local_missing")}
    found["local_exit"] = level["local_exit"] * left * np.exp((on_starts - 1.0) * moved)
    found["synth_care_age_share"] = leaning(own.ages, whole.rest.ages, p)
    found["synth_care_elapsed_share"] = own.elapsed
    return found, starts * more * np.exp(on_starts * moved)


def local_placement(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    whole: Whole,
    settled: Mapping[str, Any],
    starts: Floats,
    uniforms: Mapping[str, float] | None = None,
) -> tuple[Floats, Floats]:
    """Return how much more often than in England each kind is chosen, and the level of leaving care.

    The level is that of ways other than adoption, for children who live alike and leave on their own
    account: how many more of the council's own live where children leave soon has been counted in its
    exits already, and so have brothers and sisters who leave with them.

    Parameters
    ----------
    profile, england, p, uniforms
        As for `local_rates`.
    whole
        As `whole_of` returns it.
    settled, starts
        As `local_levels` returns them.

    Returns
    -------
    tuple
        Shape (kinds,), and by age band, shape (5,).
    """
    there = here(profile, own_mix(profile, england, p, uniforms), settled, starts, p)
    trend = float(p["national_trend"])
    placing = adopting(there, p) / whole.kinds[Placement.ADOPTION] ** trend
    others = without_adoption(settled["local_exit"], placing, p)
    children = with_families(profile, p)
    wanted = others * whole.practised * children
    as_in_england = np.maximum(practised(there.living, p), _LEAST_SHARE) * children
    exits = np.clip(own_level(wanted, as_in_england, p["exit_along"]), _LEAST_EXIT, _MOST_EXIT)
    level = wanted / np.maximum(as_in_england, _LEAST_SHARE)
    there = replace(there, leaving=by_group(level))
    still, answer = np.asarray(p["rest_kinds"], dtype=float).reshape(2, -1)
    chosen = (kind_levels(there, p) / whole.kinds**trend) ** answer * still ** (1.0 - trend)
    return np.clip(chosen, 1.0 / MOST**2, MOST**2), exits


def by_group(level: Floats) -> Floats:
    """Return levels of leaving care by age band as those of flow groups: the unaccompanied leave as in England."""
    found = level[FLOW_BANDS]
    found[WITH_FAMILIES:] = 1.0
    return np.asarray(found)


def here(
    profile: AuthorityProfile,
    kinds: Floats,
    settled: Mapping[str, Any],
    starts: Floats,
    p: Mapping[str, Any],
) -> Here:
    """Return what a council's kinds of placement follow from."""
    transfer = transfer_hazard(profile, p)
    alone = stream(p, transfer)
    ages = alone.by_year
    apart = profile["cla_uasc"] * np.array([ages[:-2].sum(), *ages[-2:]])
    bands = np.searchsorted(AGE_EDGES, np.arange(YEARS_OF_AGE), side="right")
    families = with_families(profile, p)[bands] * settled["synth_care_age_share"]
    groups = np.concatenate([families, apart])
    coming = profile["cla_uasc"] / alone.stay
    arriving = np.asarray(p["synth_uasc_age_share"], dtype=float)
    arriving = np.array([arriving[:-2].sum(), *arriving[-2:]])
    # Starts at 16 and 17 are even over the two years.
    by_year = np.array([*starts[:-1], starts[-1] / 2.0, starts[-1] / 2.0])
    return Here(
        living(groups, kinds * groups.sum(), p),
        np.concatenate([by_year, coming * arriving]),
        by_group(np.asarray(settled["local_exit"])),
        float(settled["local_move"]),
        np.concatenate([np.zeros(WITH_FAMILIES), moved_on(p, transfer)]),
    )


def leaning(own: Floats, whole: Floats, p: Mapping[str, Any]) -> Floats:
    """Return a council's ages inside bands, with how England's lean in its year but would not at rest.

    Parameters
    ----------
    own, whole
        Ages at which the council and England would be at rest, shares of each band, shape (18,).
    """
    bands = np.searchsorted(AGE_EDGES, np.arange(YEARS_OF_AGE), side="right")
    reached = (np.arange(YEARS_OF_AGE) - LOW[bands] + _MIDDLE) / WIDTH[bands]
    tilted = (1.0 + np.asarray(p["synth_care_age_tilt"])[bands] * (2.0 * reached - 1.0)) / WIDTH[
        bands
    ]
    ages = own * (tilted / np.maximum(whole, _LEAST_SHARE)) ** float(p["national_trend"])
    return np.asarray(ages / np.bincount(bands, ages)[bands])


def carers_joining(p: Mapping[str, Any]) -> Floats:
    """Return carers who join a year by kind: those beyond the ones who leave are England's trend."""
    join, leave = (np.asarray(p[n]) for n in ("synth_carer_join_rate", "carer_exit_hazard"))
    return np.where(join > 0, leave + float(p["national_trend"]) * (join - leave), 0.0)


def prices_growing(p: Mapping[str, Any]) -> Floats:
    """Return how fast real prices grow by kind: a trend of England, as those of need and supply are."""
    return np.asarray(float(p["national_trend"]) * np.asarray(p["price_trend"], dtype=float))


def without_adoption(exits: Floats, adopting: float, p: Mapping[str, Any]) -> Floats:
    """Return how much more the other ways of leaving are used, where adoption has its own level.

    Parameters
    ----------
    exits
        Level of leaving care by age band, shape (5,).
    adopting
        Level of placing for adoption.
    """
    adopted = np.asarray(p["local_adopted_share"])
    return np.asarray(np.maximum((exits - adopted * adopting) / (1.0 - adopted), _LEAST_EXIT))


def entry_rates(profile: AuthorityProfile, p: Mapping[str, Any], starts: Floats) -> dict[str, Any]:
    """Return escalation and entry hazards that give a number of starts a year by age, shape (5,)."""
    starts = starts * np.asarray(p["fit_entry"])
    spell, ends_in_care = p["synth_edge_spell_years"], p["synth_edge_entry_share"]
    by_edge = np.asarray(p["synth_edge_path_share"])
    need = children_in_need(profile) * np.asarray(p["synth_need_age_share"])
    edge_entry = ends_in_care / spell
    edge = np.minimum(starts * by_edge / edge_entry, 0.5 * need)
    rest = np.maximum(need - edge, 1.0)
    return {
        "edge_stock": edge,
        "edge_entry_hazard": np.full(starts.size, edge_entry),
        "de_escalation_hazard": (1.0 - ends_in_care) / spell,
        "escalation_hazard": np.minimum(edge / spell / rest, 20.0),
        "entry_hazard": np.minimum(starts * (1.0 - by_edge) / rest, 50.0),
    }

"""A council's own rates: its published years turned into hazards, shrunk where counts are small.

Occurrence over exposure: what happened over those it could have happened to, against what England's
rates would give. Levels are shrunk by the Gamma-Poisson rule (`gamma.py`), starts and exits
are settled together (`balance.py`), and every level can be drawn at a probability of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from agents.codes import Placement
from agents.lengths import AGE_EDGES, YEARS_OF_AGE
from agents.parameter import Parameter
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import plan_cohort
from agents.synthesis.unaccompanied import stream
from calibration.beliefs.local.balance import expected_gain, gain_of_england
from calibration.beliefs.local.counts import (
    ENTRIES,
    ENTRY,
    FACTORS,
    exits_before_18,
    in_bands,
    starts_by_age,
    with_families,
)
from calibration.beliefs.local.factors import posteriors
from calibration.beliefs.local.kinds import FLOW_GROUPS, FLOWS, Here, kind_levels
from calibration.beliefs.local.mix import address, mix, own_mix
from calibration.beliefs.local.resting import LOW, WIDTH, Resting, resting
from calibration.beliefs.local.unaccompanied import transfer_hazard

Floats = NDArray[np.float64]
#: Figures of the register that only this module and `calibration.beliefs.local` read.
PARAMETERS: Final = (
    Parameter(
        "fit_entry", "ratio", 0, 20, "Starts seen over starts the hazards give, by age.", (5,)
    ),
    Parameter(
        "local_entry_variance", "variance", 1e-6, 10, "Councils' true levels: starts by age.", (5,)
    ),
    Parameter(
        "local_variance",
        "variance",
        1e-6,
        10,
        "Councils' true levels: starts, exits, moves, missing.",
        (4,),
    ),
    Parameter(
        "local_clump",
        "events",
        1,
        1000,
        "Events that tell as much as one: starts, exits, starts of an age, moves, missing.",
        (5,),
    ),
    Parameter(
        "local_years_weight",
        "weight",
        0,
        1,
        "Weight of a year against the next: starts, exits, starts of an age, moves, missing.",
        (5,),
    ),
    Parameter(
        "local_scale",
        "ratio",
        0.5,
        2,
        "England's starts and exits over councils' shrunk ones.",
        (2,),
    ),
    Parameter(
        "local_adopted_share", "share", 0, 0.9, "Of exits before 18, adoptions, by age band.", (5,)
    ),
    Parameter(
        "synth_care_age_tilt",
        "tilt",
        -1,
        1,
        "England's looked after inside each age band: density at its end over its middle, less 1.",
        (5,),
    ),
    Parameter(
        "kind_flows",
        "per child-year, or share",
        0,
        1e3,
        "England's moves and ends of care by group and kind, and where those go who start or move.",
        (FLOWS, FLOW_GROUPS, len(Placement)),
    ),
    Parameter(
        "national_trend",
        "share",
        0,
        1,
        "England's own imbalance of starts, exits and choices in its year that goes on.",
    ),
    Parameter("local_mix_prior", "children", 0, 1000, "Weight of England's placement mix."),
    Parameter(
        "local_settling", "share", 0, 1, "Of what settles starts and exits, what falls on starts."
    ),
    Parameter(
        "local_drift", "share", 0, 1, "Of a council's gain beyond England's, what lasts a year on."
    ),
    Parameter(
        "local_pull",
        "per year",
        0,
        1,
        "Loss of children looked after per log of rate over England's.",
    ),
    Parameter(
        "local_drift_sd",
        "per year",
        0,
        1,
        "Councils' lasting gain or loss, spread around England's.",
    ),
    Parameter(
        "local_uasc_pull",
        "per year",
        0,
        1,
        "Of a gap to England's unaccompanied children per child, what closes.",
    ),
    Parameter(
        "missing_rate_by_setting",
        "per child-year",
        1e-6,
        20,
        "Foster, parents, homes, other.",
        (4,),
    ),
)
#: Parameters of the rules that this module works out for each council.
COMPUTED: Final = frozenset(
    {
        "edge_stock",
        "entry_hazard",
        "edge_entry_hazard",
        "escalation_hazard",
        "de_escalation_hazard",
        "transfer_hazard",
        "local_exit",
        "local_move",
        "local_missing",
        "local_placement",
        "synth_care_age_share",
        "outside_share",
        "far_share",
    }
)
#: Names under which the levels of a council draw a uniform number each.
DRAWN: Final = (*FACTORS, "local_gain", *(address(kind) for kind in range(len(Placement))))
#: Leaving care is never made slower than this part of England's, whatever holds an age.
_LEAST_EXIT = 0.05
#: Middle of a year of age, and the least that one may hold of its band.
_MIDDLE, _LEAST_SHARE = 0.5, 1e-6
#: Where the search for a council's scale of distances ends.
_MOST_FAR, _MOST_SCALED = 0.95, 1e4


@dataclass(frozen=True)
class Whole:
    """Hold what of a council's rates is England's alone, and so the same for every council.

    Attributes
    ----------
    rest
        As `england_at_rest` returns it.
    kinds
        How much more often each kind of placement would be chosen for England to stand still, shape (kinds,).
    """

    rest: Resting
    kinds: Floats


def whole_of(england: AuthorityProfile, p: Mapping[str, Any]) -> Whole:
    """Return England's part of local rates."""
    rest = england_at_rest(england, p)
    starts = starts_by_age(england, p)
    even = {
        "local_exit": np.ones(starts.size),
        "local_move": 1.0,
        "synth_care_age_share": leaning(rest.ages, rest.ages, p),
    }
    return Whole(rest, kind_levels(here(england, mix(england, p), even, starts, p), p))


def local_rates(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    uniforms: Mapping[str, float] | None = None,
    whole: Whole | None = None,
) -> dict[str, Any]:
    """Return the values of `COMPUTED`.

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
    settled, starts = local_levels(profile, england, p, whole.rest, uniforms)
    kinds = local_placement(profile, england, p, whole, settled, starts, uniforms)
    rates = entry_rates(profile, p, starts) | settled
    rates["local_exit"] = without_adoption(settled["local_exit"], kinds[Placement.ADOPTION], p)
    rates["transfer_hazard"] = transfer_hazard(profile, p)
    rates["local_placement"] = kinds
    rates["outside_share"] = odds_share(
        np.asarray(p["synth_outside_weight"]), profile["cla_outside"] / profile["cla"]
    )
    rates["far_share"] = far_share(profile, p, rates["outside_share"])
    return rates


def far_share(profile: AuthorityProfile, p: Mapping[str, Any], outside: Floats) -> Floats:
    """Return the share placed over 20 miles away, by kind and whether outside the authority.

    A weight is -ln(1 - share) of England; all of a council's are scaled so that they give its own
    published number over the placements it has.

    Parameters
    ----------
    outside
        Share placed outside the authority by kind, shape (kinds,).

    Returns
    -------
    numpy.ndarray
        Shape (kinds, 2); where the weights cannot give that number, as near to it as they can.
    """
    weights = np.asarray(p["synth_far_weight"])
    placed = np.zeros(len(Placement))
    for kind, count in placement_counts(profile, p).items():
        placed[kind] = count
    where = placed[:, None] * np.stack([1.0 - outside, outside], axis=1)
    wanted = min(profile["cla_far"] / profile["cla"], _MOST_FAR) * where.sum()

    def over(scale: float) -> float:
        return float((where * -np.expm1(-scale * weights)).sum() - wanted)

    if wanted <= 0.0:
        return np.zeros_like(weights)
    # A kind of no weight is never far, so that others alone may not make up the number.
    reached = over(_MOST_SCALED) > 0.0
    scale = brentq(over, 0.0, _MOST_SCALED) if reached else _MOST_SCALED
    return np.asarray(-np.expm1(-scale * weights))


def england_at_rest(england: AuthorityProfile, p: Mapping[str, Any]) -> Resting:
    """Return the ages at which England would stand still, and how far its starts and exits are from it."""
    there = with_families(england, p)
    rate = exits_before_18(england) / np.maximum(there, 1.0)
    return resting(there, starts_by_age(england, p), rate, gain_of_england(england, p), p)


def local_levels(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    rest: Resting,
    uniforms: Mapping[str, float] | None = None,
) -> tuple[dict[str, Any], Floats]:
    """Return local levels of leaving care by age, moves and missing, England being 1, and starts.

    `rest` is what `england_at_rest` returns.

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
    rate = exits_before_18(england) / np.maximum(there, 1.0)
    at = None if uniforms is None else uniforms["local_gain"]
    gain = expected_gain(profile, england, p, at)
    own = resting(here, starts, rate * level["local_exit"], gain, p)
    moved = own.moved - float(p["national_trend"]) * rest.moved
    on_starts = float(p["local_settling"])
    # Councils with many starts are pulled down more than those with few are up: England is kept.
    more, left = (float(scale) for scale in np.asarray(p["local_scale"]))
    found: dict[str, Any] = {name: level[name] for name in ("local_move", "local_missing")}
    found["local_exit"] = level["local_exit"] * left * np.exp((on_starts - 1.0) * moved)
    found["synth_care_age_share"] = leaning(own.ages, rest.ages, p)
    return found, starts * more * np.exp(on_starts * moved)


def local_placement(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    whole: Whole,
    settled: Mapping[str, Any],
    starts: Floats,
    uniforms: Mapping[str, float] | None = None,
) -> Floats:
    """Return how much more often than in England each kind is chosen, shape (kinds,).

    Parameters
    ----------
    profile, england, p, uniforms
        As for `local_rates`.
    whole
        As `whole_of` returns it.
    settled, starts
        As `local_levels` returns them.
    """
    own = kind_levels(here(profile, own_mix(profile, england, p, uniforms), settled, starts, p), p)
    return np.asarray(own / whole.kinds ** float(p["national_trend"]))


def here(
    profile: AuthorityProfile,
    kinds: Floats,
    settled: Mapping[str, Any],
    starts: Floats,
    p: Mapping[str, Any],
) -> Here:
    """Return what a council's kinds of placement follow from."""
    alone = stream(p, transfer_hazard(profile, p))
    ages = np.bincount(alone.age.astype(int), alone.children, minlength=YEARS_OF_AGE) / alone.stay
    apart = profile["cla_uasc"] * np.array([ages[:-2].sum(), *ages[-2:]])
    bands = np.searchsorted(AGE_EDGES, np.arange(YEARS_OF_AGE), side="right")
    families = with_families(profile, p)[bands] * settled["synth_care_age_share"]
    groups = np.concatenate([families, apart])
    coming = profile["cla_uasc"] / alone.stay
    young = in_bands(p["synth_uasc_age_share"])[:-1].sum()
    exits = np.asarray(settled["local_exit"])
    leaving = np.concatenate([exits, exits[starts.size - FLOW_GROUPS :]])
    return Here(
        groups,
        kinds * groups.sum(),
        np.concatenate([starts, [coming * young, coming * (1.0 - young)]]),
        leaving,
        float(settled["local_move"]),
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
    need = plan_cohort(profile, p, 0.0, 0).in_need * np.asarray(p["synth_need_age_share"])
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


def odds_share(weights: Floats, share: float) -> Floats:
    """Return the share by kind whose odds are `weights` times the overall odds."""
    odds = weights * min(share, 0.99) / (1.0 - min(share, 0.99))
    return np.asarray(odds / (1.0 + odds))

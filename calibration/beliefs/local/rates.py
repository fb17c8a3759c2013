"""A council's own rates: its published years turned into hazards, shrunk where counts are small.

Occurrence over exposure: what happened over those it could have happened to, against what England's
rates would give. Levels are shrunk by the Gamma-Poisson rule (`gamma.py`), starts and exits
are settled together (`balance.py`), and every level can be drawn at a probability of its own.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from agents.codes import Placement
from agents.parameter import Parameter
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import plan_cohort
from calibration.beliefs.local.balance import balance
from calibration.beliefs.local.counts import (
    ENTRIES,
    ENTRY,
    FACTORS,
    exits_before_18,
    starts_by_age,
    stock_by_age,
    with_families,
)
from calibration.beliefs.local.factors import posteriors
from calibration.beliefs.local.mix import address, local_placement

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
        "outside_share",
        "far_share",
    }
)
#: Names under which the levels of a council draw a uniform number each.
DRAWN: Final = (*FACTORS, "local_gain", *(address(kind) for kind in range(len(Placement))))
_MOST_TRANSFERRED = 0.95
#: Where the search for a council's scale of distances ends.
_MOST_FAR, _MOST_SCALED = 0.95, 1e4


def local_rates(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    uniforms: Mapping[str, float] | None = None,
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
    """
    levels, starts = local_levels(profile, england, p, uniforms)
    rates = entry_rates(profile, p, starts)
    rates |= levels
    rates["transfer_hazard"] = transfer_hazard(profile, p)
    rates["local_placement"] = local_placement(profile, england, p, uniforms)
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


def local_levels(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    uniforms: Mapping[str, float] | None = None,
) -> tuple[dict[str, float], Floats]:
    """Return local levels of leaving care, moves and missing, England being 1, and starts by age.

    Starts, shape (5,), and exits have been settled together: see `calibration.beliefs.local.balance`.
    """
    level = {
        name: one.mean if uniforms is None else one.at(uniforms[name])
        for name, one in posteriors(profile, p).items()
    }
    share = with_families(profile, p).sum() / with_families(england, p).sum()
    national = starts_by_age(england, p)
    ages = national * np.array([level[name] for name in ENTRIES])
    starts = national.sum() * share * level[ENTRY] * ages / ages.sum()
    rate = exits_before_18(england) / stock_by_age(england)
    exits = level["local_exit"] * float((rate * stock_by_age(profile)).sum())
    at = None if uniforms is None else uniforms["local_gain"]
    on_starts, on_exits = balance(float(starts.sum()), exits, profile, england, p, at)
    levels = {name: level[name] for name in ("local_move", "local_missing")}
    # Councils with many starts are pulled down more than those with few are up: England is kept.
    more, left = (float(scale) for scale in np.asarray(p["local_scale"]))
    return levels | {"local_exit": level["local_exit"] * on_exits * left}, starts * on_starts * more


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


def transfer_hazard(profile: AuthorityProfile, p: Mapping[str, Any]) -> float:
    """Return the hazard that moves on as many unaccompanied children as the council's year did."""
    moved_on = profile["ceases_other_la"] + profile["ceases_age_assessed"]
    if profile["starts_uasc"] <= 0:
        return 0.0
    share = min(moved_on / profile["starts_uasc"], _MOST_TRANSFERRED)
    return float(-np.log1p(-share) / p["transfer_window_years"])


def odds_share(weights: Floats, share: float) -> Floats:
    """Return the share by kind whose odds are `weights` times the overall odds."""
    odds = weights * min(share, 0.99) / (1.0 - min(share, 0.99))
    return np.asarray(odds / (1.0 + odds))

"""A council's own rates: its published year turned into hazards, shrunk where counts are small.

Occurrence over exposure: what happened in the year over those it could have happened to. A
council's level against what England's rates would give is shrunk towards 1 by the Gamma-Poisson
rule, (k + seen) / (k + expected), with 1 / k the variance of councils' true levels.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import AGE_BANDS, Placement
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts
from agents.synthesis.cohort import plan_cohort
from simulation.process import Parameter

Floats = NDArray[np.float64]
#: Figures of the register that only this module reads.
PARAMETERS: Final = (
    Parameter(
        "fit_entry", "ratio", 0, 20, "Starts seen over starts the hazards give, by age.", (5,)
    ),
    Parameter(
        "local_variance", "variance", 0, 10, "Councils' true levels: exits, moves, missing.", (3,)
    ),
    Parameter(
        "local_missing_clump",
        "incidents",
        1,
        1000,
        "Missing incidents that tell as much as one independent one.",
    ),
    Parameter("local_mix_prior", "children", 0, 1000, "Weight of England's placement mix."),
    Parameter(
        "missing_rate_by_setting", "per child-year", 0, 20, "Foster, parents, homes, other.", (4,)
    ),
)
#: Parameters of the rules that this module works out for each council.
COMPUTED: Final = frozenset(
    {
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
_MOST_TRANSFERRED = 0.95


def local_rates(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the values of `COMPUTED`, and the stock on the edge of care by age.

    Parameters
    ----------
    profile, england
        The council's figures and England's of the same year.
    p
        National parameter values by name.
    """
    rates = entry_rates(profile, p)
    rates |= local_levels(profile, england, p)
    rates["transfer_hazard"] = transfer_hazard(profile, p)
    rates["local_placement"] = local_placement(profile, england, p)
    rates["outside_share"] = odds_share(
        np.asarray(p["synth_outside_weight"]), profile["cla_outside"] / profile["cla"]
    )
    rates["far_share"] = np.clip(
        odds_share(np.asarray(p["synth_outside_weight"]), profile["cla_far"] / profile["cla"]), 0, 1
    )
    return rates


def starts_by_age(profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return the year's starts by age, unaccompanied children left out, shape (5,)."""
    starts = np.array([profile[f"starts_{band}"] for band in AGE_BANDS])
    alone = np.asarray(p["synth_uasc_age_share"]) * profile["starts_uasc"]
    return np.maximum(starts - alone, 0.0)


def entry_rates(profile: AuthorityProfile, p: Mapping[str, Any]) -> dict[str, Any]:
    """Return escalation and entry hazards that give the council's starts by age."""
    starts = starts_by_age(profile, p) * np.asarray(p["fit_entry"])
    spell, ends_in_care = p["synth_edge_spell_years"], p["synth_edge_entry_share"]
    by_edge = np.asarray(p["synth_edge_path_share"])
    need = plan_cohort(profile, p, 0.0).in_need * np.asarray(p["synth_need_age_share"])
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


def exits_before_18(profile: AuthorityProfile) -> Floats:
    """Return exits before 18 by age band, transfers and age assessments left out, shape (5,)."""
    seen = np.array([profile[f"ceases_{b}"] for b in ("under_1", "1_4", "5_9", "10_15", "16")])
    seen[4] += profile["ceases_17"]
    moved_on = profile["ceases_other_la"] + profile["ceases_age_assessed"]
    seen[4] = max(seen[4] - 0.9 * moved_on, 0.0)
    seen[3] = max(seen[3] - 0.1 * moved_on, 0.0)
    return seen


def stock_by_age(profile: AuthorityProfile) -> Floats:
    """Return those looked after by age band, shape (5,)."""
    return np.array([profile[f"cla_{band}"] for band in AGE_BANDS])


def real_changes(profile: AuthorityProfile) -> float:
    """Return the year's placement changes without changes of status only."""
    return max(profile["changes_total"] - profile["changes_status_only"], 0.0)


def shrunk(seen: float, expected: float, variance: float) -> float:
    """Return a council's level against expectation, shrunk towards 1."""
    k = 1.0 / variance
    return (k + seen) / (k + expected)


def local_levels(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]
) -> dict[str, float]:
    """Return local levels of leaving care, moves and missing, England being 1."""
    exits, moves, missing = (float(v) for v in np.asarray(p["local_variance"]))
    rate = exits_before_18(england) / stock_by_age(england)
    expected = float((rate * stock_by_age(profile)).sum())
    settings = np.asarray(p["missing_rate_by_setting"])
    scale = england["missing_incidents"] / float((settings * by_setting(england)).sum())
    incidents = scale * float((settings * by_setting(profile)).sum())
    clump = float(p["local_missing_clump"])
    change_rate = real_changes(england) / england["cla"]
    return {
        "local_exit": shrunk(float(exits_before_18(profile).sum()), expected, exits),
        "local_move": shrunk(real_changes(profile), change_rate * profile["cla"], moves),
        "local_missing": shrunk(profile["missing_incidents"] / clump, incidents / clump, missing),
    }


def by_setting(profile: AuthorityProfile) -> Floats:
    """Return those looked after in foster care, with parents, in homes and elsewhere, shape (4,)."""
    elsewhere = profile["cla_supported"] + profile["cla_other"] + profile["cla_other_residential"]
    return np.array(
        [profile["cla_foster"], profile["cla_parents"], profile["cla_homes"], elsewhere]
    )


def transfer_hazard(profile: AuthorityProfile, p: Mapping[str, Any]) -> float:
    """Return the hazard that moves on as many unaccompanied children as the council's year did."""
    moved_on = profile["ceases_other_la"] + profile["ceases_age_assessed"]
    if profile["starts_uasc"] <= 0:
        return 0.0
    share = min(moved_on / profile["starts_uasc"], _MOST_TRANSFERRED)
    return float(-np.log1p(-share) / p["transfer_window_years"])


def mix(profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return the share of each kind of placement, shape (kinds,)."""
    counts = placement_counts(profile, p)
    shares = np.zeros(len(Placement))
    for kind, count in counts.items():
        shares[kind] = count
    return np.asarray(shares / max(shares.sum(), 1.0))


def local_placement(
    profile: AuthorityProfile, england: AuthorityProfile, p: Mapping[str, Any]
) -> Floats:
    """Return how much more than England the council uses each kind, small counts shrunk."""
    here, there = mix(profile, p), mix(england, p)
    prior = float(p["local_mix_prior"])
    ratio = (here * profile["cla"] + prior * there) / np.maximum(
        there * (profile["cla"] + prior), 1e-9
    )
    return np.where(there > 0, np.clip(ratio, 0.1, 10.0), 1.0)


def odds_share(weights: Floats, share: float) -> Floats:
    """Return the share by kind whose odds are `weights` times the overall odds."""
    odds = weights * min(share, 0.99) / (1.0 - min(share, 0.99))
    return np.asarray(odds / (1.0 + odds))

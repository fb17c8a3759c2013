"""How a council spreads children over kinds of placement, against England, shrunk and drawn."""

from collections.abc import Mapping, Sequence
from math import lgamma
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts
from calibration.beliefs.local.gamma import GammaPosterior

Floats = NDArray[np.float64]
#: Published kinds; supported and other are one, because children were moved between them in 2024.
GROUPS: Final = (
    ("cla_foster",),
    ("cla_homes",),
    ("cla_supported", "cla_other"),
    ("cla_parents",),
    ("cla_adoption",),
    ("cla_other_residential", "cla_schools"),
)


def mix(profile: AuthorityProfile, p: Mapping[str, Any]) -> Floats:
    """Return the share of each kind of placement, shape (kinds,)."""
    counts = placement_counts(profile, p)
    shares = np.zeros(len(Placement))
    for kind, count in counts.items():
        shares[kind] = count
    return np.asarray(shares / max(shares.sum(), 1.0))


def address(kind: int) -> str:
    """Return the name under which a kind's share draws its uniform number."""
    return f"local_mix_{Placement(kind).name.lower()}"


def own_mix(
    profile: AuthorityProfile,
    england: AuthorityProfile,
    p: Mapping[str, Any],
    uniforms: Mapping[str, float] | None = None,
) -> Floats:
    """Return the council's share of each kind, small counts shrunk, shape (kinds,).

    The shares are Dirichlet: England's mix weighs as `local_mix_prior` children. Drawn, each kind is
    a Gamma number of its own over their sum.
    """
    here, there = mix(profile, p), mix(england, p)
    weights = here * profile["cla"] + float(p["local_mix_prior"]) * there
    if uniforms is not None:
        weights = np.array(
            [
                GammaPosterior(weight, 1.0).at(uniforms[address(kind)]) if weight > 0 else 0.0
                for kind, weight in enumerate(weights)
            ]
        )
    return np.asarray(weights / weights.sum())


def grouped(profile: AuthorityProfile) -> tuple[Floats, list[bool]]:
    """Return the published kinds' counts, and which of them were filled in."""
    counts = np.array([sum(profile[name] for name in names) for names in GROUPS])
    return counts, [any(name in profile.imputed for name in names) for names in GROUPS]


def fit_prior(
    councils: Sequence[AuthorityProfile], england: AuthorityProfile
) -> tuple[float, float, float]:
    """Return how many children England's mix weighs, and its 90% interval, by marginal likelihood.

    Kinds withheld in a council are taken together there: their sum is known, their split is not,
    and the Dirichlet-multinomial of sums is one again.
    """
    national, _ = grouped(england)
    shares = national / national.sum()
    tables = [_merged(*grouped(council), shares) for council in councils]
    grid = np.geomspace(5.0, 1000.0, 120)
    logs = np.array([sum(_log_likelihood(n, q * weight) for n, q in tables) for weight in grid])
    inside = grid[logs >= logs.max() - 1.353]  # half the 90% point of chi-squared with 1 degree
    return float(grid[int(logs.argmax())]), float(inside.min()), float(inside.max())


def _merged(counts: Floats, filled: Sequence[bool], shares: Floats) -> tuple[Floats, Floats]:
    known = np.array([not one for one in filled])
    if known.all():
        return counts, shares
    together = np.array([counts[~known].sum()]), np.array([shares[~known].sum()])
    return np.append(counts[known], together[0]), np.append(shares[known], together[1])


def _log_likelihood(counts: Floats, weights: Floats) -> float:
    """Return the Dirichlet-multinomial log-likelihood, but for what does not depend on the weights."""
    whole = lgamma(weights.sum()) - lgamma(weights.sum() + counts.sum())
    return whole + sum(lgamma(a + n) - lgamma(a) for a, n in zip(weights, counts, strict=True))

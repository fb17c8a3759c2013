"""Every local factor of a council with what it rests on and how surely it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import england, rate_years
from calibration.beliefs.local.counts import ENTRIES, FACTORS, counts, kind, pooled
from calibration.beliefs.local.gamma import CouncilCount, GammaPosterior, gamma_posterior

#: Factors in the order of `local_variance`.
OTHERS: Final = tuple(name for name in FACTORS if name not in ENTRIES)


@dataclass(frozen=True)
class Factor:
    """Hold one local factor: 1 means as England's rates give.

    Attributes
    ----------
    name
        Of the factor; also the address of its uniform number.
    seen, expected, exposure
        Events of the years used, what England's rates of those years give, whom it could happen to.
    shape, rate
        Of the posterior Gamma.
    mean, low, high
        Its mean and 90% interval.
    """

    name: str
    seen: float
    expected: float
    exposure: float
    shape: float
    rate: float
    mean: float
    low: float
    high: float


def pooled_counts(profile: AuthorityProfile, p: Mapping[str, Any]) -> dict[str, CouncilCount]:
    """Return each factor's count over the years that rates are counted from."""
    years = rate_years(profile)
    return pooled([counts(one, england(one.public_year), p) for one in years], p)


def posteriors(profile: AuthorityProfile, p: Mapping[str, Any]) -> dict[str, GammaPosterior]:
    """Return the posterior of each Gamma-Poisson factor by name.

    Parameters
    ----------
    profile
        The council's base year.
    p
        National parameter values by name.
    """
    return {
        name: gamma_posterior(count, *spread(name, p))
        for name, count in pooled_counts(profile, p).items()
    }


def spread(name: str, p: Mapping[str, Any]) -> tuple[float, float]:
    """Return the variance of councils' levels and the overdispersion of events of a factor."""
    entry, other = np.asarray(p["local_entry_variance"]), np.asarray(p["local_variance"])
    own = entry[ENTRIES.index(name)] if name in ENTRIES else other[OTHERS.index(name)]
    return float(own), float(np.asarray(p["local_clump"])[kind(name)])


def local_factors(profile: AuthorityProfile, p: Mapping[str, Any]) -> list[Factor]:
    """Return a council's factors: entries by age, leaving care, moves and missing.

    Parameters
    ----------
    profile
        The council's base year.
    p
        National parameter values by name, as `calibration.beliefs.parameters.parameters_for` has them.
    """
    whole = pooled_counts(profile, p)
    found = []
    for name in FACTORS:
        one = gamma_posterior(whole[name], *spread(name, p))
        seen = whole[name]
        numbers = (seen.middle, seen.expected, seen.exposure, one.shape, one.rate, one.mean)
        found.append(Factor(name, *numbers, *one.interval()))
    return found

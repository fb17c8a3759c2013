"""What is followed of a council that has to stand still: who is looked after, at some moments of five years."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Status
from agents.lengths import AGE_BANDS, AGE_EDGES, WEEK
from agents.population import Population
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from calibration.beliefs.parameters import future_of, parameters_for
from simulation.simulate import start

Floats = NDArray[np.float64]
SEED: Final = 77
#: Moments looked at, in years: weeks 4 and 26, and the end of each year to five.
MOMENTS: Final = (4 * WEEK, 26 * WEEK, 1.0, 2.0, 3.0, 4.0, 5.0)
#: Shares that are looked at, in the order of `shares_of`.
SHARES: Final = (
    *(f"placement/{kind.name.lower()}" for kind in Placement if kind is not Placement.NONE),
    *(f"age/{band}" for band in AGE_BANDS),
    "unaccompanied",
    "with families",
    "outside",
    "inside",
)
#: What is off while a council has to stand still: the luck of the years, too.
NO_TRENDS: Final[Mapping[str, float]] = {
    "local_drift": 0.0,
    "local_pull": 0.0,
    "local_uasc_pull": 0.0,
    "national_trend": 0.0,
    "local_mix_prior": 0.0,
    **STILL,
}


def counts_of(population: Population, now: float) -> Floats:
    """Return how many of those looked after each of `SHARES` is about, in their order."""
    people = population.young_people
    cared = people["status"] == Status.LOOKED_AFTER
    many = int(cared.sum())
    kinds = np.bincount(people["placement"][cared], minlength=len(Placement))[1:]
    bands = np.searchsorted(AGE_EDGES, now - people["born"][cared], side="right")
    ages = np.bincount(bands, minlength=len(AGE_BANDS))
    alone, outside = (float(people[c][cared].sum()) for c in ("uasc", "outside"))
    halves = [alone, many - alone, outside, many - outside]
    return np.asarray(np.concatenate([kinds, ages, halves]), dtype=float)


def shares_of(population: Population, now: float) -> Floats:
    """Return the shares of those looked after in the order of `SHARES`."""
    found = counts_of(population, now)
    # Inside and outside the authority are all of them.
    return found / max(float(found[-2:].sum()), 1.0)


def followed(
    council: AuthorityProfile,
    replicate: int,
    changed: Mapping[str, Any],
    look: Callable[[Population, float], Floats] = shares_of,
) -> Floats:
    """Return a run's shares, or counts, at the start and at each moment, shape (1 + moments, shares)."""
    values = parameters_for(council, overrides=changed)
    years = max(MOMENTS)
    population = synthesise(future_of(council, changed), values, SEED, replicate, years)
    seen = [look(population, 0.0)]
    run = start(population, (), values, SEED, replicate, years, place=council.code)
    for moment in MOMENTS:
        run.advance(moment)
        seen.append(look(population, moment))
    return np.array(seen)

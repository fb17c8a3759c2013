"""Make a council's population from its published figures, the same for every arm of a run."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.luck import Series
from agents.population import Population
from agents.schema import ENROLMENT, SERVICE
from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from agents.synthesis.care import give_distances, give_past, give_placements, give_times
from agents.synthesis.carers import make_carers
from agents.synthesis.children import make_children
from agents.synthesis.cohort import plan_cohort
from agents.synthesis.columns import Columns
from agents.synthesis.families import make_families
from agents.synthesis.market import make_markets
from agents.synthesis.missing import give_recent
from agents.synthesis.own_needs import give_own_needs
from agents.synthesis.own_past import give_own_past, give_own_placements
from agents.synthesis.together import count_beside
from agents.synthesis.years import factors, ordinary_years


def synthesise(
    profile: AuthorityProfile,
    p: Mapping[str, Any],
    seed: int,
    replicate: int,
    years: float,
    *,
    year_luck: int | None = None,
) -> Population:
    """Return everybody who could appear within the horizon, born or not.

    Parameters
    ----------
    profile
        The council's published figures; stocks are met exactly.
    p
        Parameter values by name.
    seed, replicate
        Address of the population's draws.
    years
        Horizon.
    year_luck
        Which luck of the years; by default the replicate's own.
    """
    draws = Columns(seed, replicate, profile.code)
    number = replicate if year_luck is None else year_luck
    luck = factors(profile, p, seed, number, years)
    coming = luck[:, Series.STARTS_16_PLUS]
    alone = draws.poisson("alone/number", profile["starts_uasc"] * ordinary_years(coming, years))
    cohort = plan_cohort(profile, p, years, alone)
    people = make_children(profile, p, cohort, years, coming, draws)
    care = cohort.slices()[0]
    give_times(people, p, care, draws)
    own = profile.start if isinstance(profile, PrivateProfile) else {}
    if own:
        give_own_placements(people, p, care, own, draws)
        give_own_needs(people, p, care, own, Columns(seed, replicate, f"{profile.code}/start"))
    else:
        give_placements(profile, people, p, care, draws)
    give_distances(profile, people, p, care, draws)
    give_past(people, p, care, draws)
    if own:
        give_own_past(people, care, own, draws)
    give_recent(people, p, care, draws)
    families, grouped = make_families(people, p, cohort, draws)
    carers = make_carers(people, families, grouped, p, years, draws)
    count_beside(people, grouped.rows)
    services, enrolments = (
        np.zeros(0, list(table)).view(np.recarray) for table in (SERVICE, ENROLMENT)
    )
    none = np.zeros(0, np.int64)
    population = Population(people, families, carers, services, enrolments, none, none, luck=luck)
    population.markets = make_markets(profile, p, seed, number, years)
    population.sort_places()
    population.count_places()
    population.markets.began = population.markets.places
    return population

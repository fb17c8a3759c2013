"""The luck of the years: how rates of England and of a council wander from one year to the next.

Each series has a factor for every year of the horizon, shared by all arms of a run. Its logarithm
is a national walk, a council's own walk and clumps within one year. Walks of what is counted begin at
0 on the day of the start, whose rates are known; those of practice begin off it, since where children live
tells of past years' choices; all are drawn back to it. Factors have a mean of 1 in every year, so that the
luck of the years spreads results and does not move them.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.lengths import AGE_BANDS, MOST_YEARS
from agents.luck import PRACTICE, SERIES, STARTS
from agents.parameter import Parameter
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.columns import Columns
from agents.synthesis.wandering import COUNCIL, ENGLAND, Wandering, normals

Floats = NDArray[np.float64]
#: Draws of the nation have its name in the place of a council's code.
NATION: Final = "England"
#: Which series say how readily a kind of placement is chosen.
_IS_CHOICE: Final = np.isin(np.arange(len(SERIES)), list(PRACTICE.values()))
#: Values with which the years are held still.
STILL: Final = {"years_luck": 0.0}
#: The first band of those aged 10 or more.
_TEENS: Final = AGE_BANDS.index("10_15")

PARAMETERS: Final = (
    Parameter("years_luck", "share", 0, 1, "How much of the luck of the years acts: all or none."),
    Parameter(
        "years_council_sd",
        "log units",
        0,
        2,
        "Spread of councils' log rates over many years, by series.",
        (len(SERIES),),
    ),
    Parameter(
        "years_national_sd",
        "log units per year",
        0,
        2,
        "Yearly change of England's log rates, by series.",
        (len(SERIES),),
    ),
    Parameter(
        "years_clump",
        "events",
        0,
        100,
        "Variance of one year's log rate of a council is this over its yearly count, by series.",
        (len(SERIES),),
    ),
    Parameter(
        "years_reversion",
        "per year",
        0.001,
        10,
        "How fast log rates are drawn back to where they were, by series: a council's, England's.",
        (2, len(SERIES)),
    ),
    Parameter(
        "years_begun",
        "share",
        0,
        1,
        "How far walks may be off at the start already, of their spread over many years, by series.",
        (len(SERIES),),
    ),
    Parameter(
        "years_common",
        "share",
        0,
        1,
        "Of the variance of starts at each age, what ages share: in a council, in England.",
        (2, len(STARTS)),
    ),
    Parameter(
        "years_starts_share",
        "share",
        0,
        1,
        "Of all starts, those at each age: what exits follow.",
        (len(STARTS),),
    ),
    Parameter(
        "years_exits_follow",
        "correlation",
        -1,
        1,
        "Of exits with starts of all ages: in a council, in England.",
        (2,),
    ),
    Parameter(
        "years_response",
        "exponent",
        0.05,
        2,
        "A year's count changes by its factor when the rate changes by the factor to one over this.",
        (len(SERIES),),
    ),
)


def factors(
    profile: AuthorityProfile, p: Mapping[str, Any], seed: int, number: int, years: float
) -> Floats:
    """Return what rates are multiplied by, shape (MOST_YEARS, series); 1 beyond the horizon.

    Parameters
    ----------
    profile
        The council's published figures. England's part is the same for all councils.
    p
        Parameter values by name.
    seed, number
        Address of the draws; `number` says which luck of the years it is.
    years
        Horizon.
    """
    found = np.ones((MOST_YEARS, len(SERIES)))
    share, count = float(p["years_luck"]), min(int(np.ceil(years)), MOST_YEARS)
    if share == 0.0:
        return found
    council, england = Columns(seed, number, profile.code), Columns(seed, number, NATION)
    own, nation = Wandering.of(p, COUNCIL), Wandering.of(p, ENGLAND)
    clumps = np.sqrt(np.asarray(p["years_clump"], dtype=float) / yearly_counts(profile))
    logs = own.logs(council, count) + nation.logs(england, count)
    logs += clumps * normals(council, "years/clumps", count)
    variance = own.variance(count) + nation.variance(count) + clumps**2
    power = 1.0 / np.asarray(p["years_response"], dtype=float)
    # What has a mean of 1 is a rate; of choices it is the share that follows them.
    centred = np.where(_IS_CHOICE, power, power**2) * variance / 2
    found[:count] = np.exp(share * power * logs - share**2 * centred)
    return found


def yearly_counts(profile: AuthorityProfile) -> Floats:
    """Return how many a year of a council each series is about, at least 1, shape (series,)."""
    starts = [profile[f"starts_{band}"] for band in AGE_BANDS]
    ends = sum(profile[f"ceases_{band}"] for band in AGE_BANDS[:-1])
    # How readily a kind of placement is chosen is of no count.
    choices = [np.inf] * len(set(PRACTICE.values()))
    counts = [sum(starts[:_TEENS]), *starts[_TEENS:], ends, *choices]
    at_least_one: Floats = np.maximum(np.array(counts, dtype=float), 1.0)
    return at_least_one


def arrival_dates(u: Floats, yearly: Floats, years: float) -> Floats:
    """Return when those arrive whose stream has a factor in each year.

    Parameters
    ----------
    u
        Uniform numbers, one for each who arrives.
    yearly
        The factor of each year, shape (MOST_YEARS,).
    years
        Horizon.
    """
    gathered, edges = _gathered(yearly, years)
    return np.asarray(np.interp(u * gathered[-1], gathered, edges))


def ordinary_years(yearly: Floats, years: float) -> float:
    """Return how many ordinary years' arrivals a stream brings that has a factor in each year."""
    return float(_gathered(yearly, years)[0][-1])


def _gathered(yearly: Floats, years: float) -> tuple[Floats, Floats]:
    """Return the ordinary years' arrivals gathered by the edge of each year, and the edges."""
    edges = np.append(np.arange(np.ceil(years)), years)
    at = np.minimum(np.arange(edges.size - 1), yearly.size - 1)
    return np.concatenate([[0.0], np.cumsum(np.diff(edges) * yearly[at])]), edges

"""Where each market stands at the start, who might join it, and how its price would wander by itself.

The log price of a kind of placement is a national growth that persists from one year to the next,
gathered up, and a council's own level, most of which is gone the year after. Both begin at 0 on the day of the start.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Opening, Placement
from agents.lengths import MOST_YEARS
from agents.markets import no_markets
from agents.parameter import Parameter
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.columns import Columns
from agents.synthesis.wandering import normal_columns, walk
from agents.synthesis.years import NATION

Floats = NDArray[np.float64]
KINDS = len(Placement)
#: Kinds of placement whose providers answer to how full they are.
MARKETS: Final = (
    Placement.FOSTER_IN_HOUSE,
    Placement.FOSTER_AGENCY,
    Placement.CHILDRENS_HOME,
    Placement.SUPPORTED,
    Placement.LODGINGS,
)
RESPONSE: Final = Parameter(
    "market_response", "share", 0, 1, "How much supply and price answer to scarcity: all or none."
)
JOIN_MOST: Final = Parameter(
    "market_join_most",
    "ratio",
    1,
    10,
    "Joining is never multiplied by more, however scarce places are.",
)
JOIN_LAG: Final = Parameter(
    "market_join_lag",
    "years",
    0,
    5,
    "From the decision to join to the first child, by kind.",
    (KINDS,),
)
#: Read where carers leave, and where others make good those who do.
BY_STRAIN: Final = Parameter("carer_exit_strain", "log hazard", 0, 2, "Per level of strain.")
PARAMETERS: Final = (
    RESPONSE,
    JOIN_MOST,
    JOIN_LAG,
    Parameter(
        "price_national_sd",
        "log units per year",
        0,
        1,
        "Spread of England's yearly growth of prices, by kind.",
        (KINDS,),
    ),
    Parameter(
        "price_national_keep",
        "share",
        0,
        0.99,
        "Of one year's growth beyond the trend, what the next has.",
    ),
    Parameter(
        "price_trend", "log units per year", -0.2, 0.5, "Growth of real prices, by kind.", (KINDS,)
    ),
    Parameter(
        "price_council_sd",
        "log units",
        0,
        2,
        "Spread of a council's yearly changes of price, England's left out, by kind.",
        (KINDS,),
    ),
    Parameter(
        "price_council_keep",
        "share",
        0,
        0.99,
        "Of a council's own level of price, what is left a year later.",
    ),
)


def make_markets(
    profile: AuthorityProfile, p: Mapping[str, Any], seed: int, number: int, years: float
) -> Any:
    """Return a row for each kind of placement, as it stands at the start.

    Parameters
    ----------
    profile
        The council's published figures. England's part of prices is the same for all councils.
    p
        Parameter values by name.
    seed, number
        Address of the draws; `number` says which luck of the years it is.
    years
        Horizon.
    """
    markets = no_markets()
    if p["market_response"] > 0:
        markets.status[list(MARKETS)] = int(Opening.OPEN)
    markets.usual = 1.0 / (1.0 + np.asarray(p["synth_vacancy_ratio"], dtype=float))
    join, leave = (
        np.asarray(p[name], dtype=float) for name in ("synth_carer_join_rate", "carer_exit_hazard")
    )
    markets.rest = np.divide(leave, join, out=np.ones(KINDS), where=join > 0.0)
    if p["years_luck"] > 0:
        markets.path = price_path(profile, p, seed, number, years).T
    return markets


def price_path(
    profile: AuthorityProfile, p: Mapping[str, Any], seed: int, number: int, years: float
) -> Floats:
    """Return log prices, shape (MOST_YEARS, kinds); their factors have a mean of 1 in every year.

    The parameters are those of `make_markets`.
    """
    found = np.zeros((MOST_YEARS, KINDS))
    count = min(int(np.ceil(years)), MOST_YEARS)
    keep, kept = float(p["price_national_keep"]), float(p["price_council_keep"])
    growth = np.asarray(p["price_national_sd"], dtype=float) * np.sqrt(1.0 - keep**2)
    # A level that keeps a share changes from year to year by sqrt(2 (1 - share)) of its own spread.
    level = np.asarray(p["price_council_sd"], dtype=float) * np.sqrt((1.0 + kept) / 2)
    england, council = Columns(seed, number, NATION), Columns(seed, number, profile.code)
    names = [kind.name.lower() for kind in Placement]
    steps = growth * normal_columns(england, "price/nation", names, count)
    own = level * normal_columns(council, "price/council", names, count)
    found[:count] = np.cumsum(walk(steps, keep), axis=0) + walk(own, np.full(KINDS, kept))
    found[:count] -= _variances(growth, keep, level, kept, count) / 2
    # What the base year paid is known: the first year has the base year's prices.
    return np.concatenate([np.zeros((1, KINDS)), found[:-1]])


def _variances(growth: Floats, keep: float, level: Floats, kept: float, years: int) -> Floats:
    """Return the variance of each year's log price, shape (years, kinds)."""
    # What a growth of one year has added to the level so many years later.
    reach = np.cumsum(keep ** np.arange(years))
    gathered = np.cumsum(reach**2)[:, None] * growth**2
    own = np.cumsum(kept ** (2 * np.arange(years)))[:, None] * level**2
    return np.asarray(gathered + own)

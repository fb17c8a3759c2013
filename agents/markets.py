"""Markets: all providers of one kind of placement together, before anything is known of them."""

from typing import Any

import numpy as np

from agents.codes import MARKET_UID, Opening, Placement
from agents.schema import MARKET


def no_markets() -> Any:
    """Return a row for each kind of placement in which nothing answers: prices and rates stay as they are."""
    markets = np.zeros(len(Placement), MARKET).view(np.recarray)
    markets.uid = MARKET_UID + np.arange(markets.size)
    markets.placement = np.arange(markets.size)
    markets.status = int(Opening.CLOSED)
    markets.most = np.inf
    markets.usual = markets.rest = markets.joins = markets.leaves = markets.premium = 1.0
    return markets

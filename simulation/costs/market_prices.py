"""Which market sets the price of a week in each cell."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement

#: Cells whose price moves with a market; kin are paid as the council's own carers are, and what
#: has no register is bought where homes are.
MARKET_OF: Final = {
    "foster_in_house": Placement.FOSTER_IN_HOUSE,
    "foster_agency": Placement.FOSTER_AGENCY,
    "kinship": Placement.FOSTER_IN_HOUSE,
    "childrens_home": Placement.CHILDRENS_HOME,
    "secure_or_other_residential": Placement.CHILDRENS_HOME,
    "unregistered": Placement.CHILDRENS_HOME,
    "supported_accommodation": Placement.SUPPORTED,
    "supported_lodgings": Placement.LODGINGS,
}


def by_cell(prices: NDArray[np.float64], cells: Sequence[str]) -> NDArray[np.float64]:
    """Return prices over the base year by cell, from those by kind: shape (years, cells).

    Parameters
    ----------
    prices
        What each kind of placement costs over the base year, shape (years, kinds).
    cells
        Names of the columns wanted; those of no market stay at 1.
    """
    found = np.ones((len(prices), len(cells)))
    for column, cell in enumerate(cells):
        if cell in MARKET_OF:
            found[:, column] = prices[:, MARKET_OF[cell]]
    return found

"""Set side by side, and never net, what hubs cost and what placements they made unnecessary."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.costs.pricing import Costs


@dataclass(frozen=True)
class HubMoney:
    """Hold the four sums of one pair of arms, undiscounted real pounds by year, shape (years,).

    Attributes
    ----------
    gross
        Everything the scenario's hubs cost beyond the baseline's.
    incremental
        Gross less the homes and budgets the hubs replace. Weeks that move from a replaced home
        into a hub bed already show in ``avoided``, so do not set ``incremental`` against it:
        either net avoided against gross, or leave those weeks out.
    avoided
        Placement spend of the baseline less that of the scenario, hubs left out; negative when
        the scenario spends more.
    cashable
        The part of ``avoided`` bought from external providers that a budget can really give up.
    """

    gross: NDArray[np.float64]
    incremental: NDArray[np.float64]
    avoided: NDArray[np.float64]
    cashable: NDArray[np.float64]


def hub_money(baseline: Costs, scenario: Costs) -> HubMoney:
    """Compare two arms of one replicate, priced with the same unit costs."""
    return HubMoney(
        gross=scenario.hub_gross - baseline.hub_gross,
        incremental=scenario.hub_incremental - baseline.hub_incremental,
        avoided=baseline.placement - scenario.placement,
        cashable=baseline.cashable - scenario.cashable,
    )

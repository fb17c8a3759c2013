"""What the sites of services cost, by payer and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.costs.cells import PAYERS

type Years = NDArray[np.float64]


@dataclass(frozen=True)
class ServiceMoney:
    """Hold what all services cost, real pounds.

    Attributes
    ----------
    paid
        By year and payer, shape (years, payers).
    replaced
        Part of it met by homes and budgets the services replace, shape (years,).
    """

    paid: Years
    replaced: Years

    @classmethod
    def none(cls, years: int) -> "ServiceMoney":
        """Say that no service was open."""
        return cls(np.zeros((years, len(PAYERS))), np.zeros(years))


def service_money(services: Any, costs: Sequence[Sequence[Any]], years: int) -> ServiceMoney:
    """Price the sites of an arm by how long each was open.

    Parameters
    ----------
    services
        Rows of sites after a run.
    costs
        Lines of `simulation.services.declaration.CostLine` of each site.
    years
        Years of the run.
    """
    money = ServiceMoney.none(years)
    start = np.arange(years, dtype=float)
    for site, lines in zip(services, costs, strict=True):
        opened = site["opened"] if np.isfinite(site["opened"]) else float(years)
        closed = site["closed"] if np.isfinite(site["closed"]) else float(years)
        there = np.clip(np.minimum(start + 1, closed) - np.maximum(start, opened), 0.0, 1.0)
        openings = (opened >= start) & (opened < start + 1)
        for line in lines:
            money.paid[:, PAYERS.index(line.payer)] += there * line.yearly + openings * line.opening
            money.replaced[:] += there * line.yearly * line.replaced
    return money

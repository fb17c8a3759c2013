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
        for line in lines:
            spent = there * line.yearly + _set_up(site, line.prepared, start) * line.opening
            money.paid[:, PAYERS.index(line.payer)] += spent
            money.replaced[:] += there * line.yearly * line.replaced
    return money


def _set_up(site: Any, prepared: float, start: Years) -> Years:
    """Return the share of a site's cost of opening spent in each year that begins at `start`.

    It is spent evenly while the site is prepared, from the start of the run at the earliest; of a
    site not open by the end, what falls into the run.
    """
    opens = float(site["opened"])
    if not np.isfinite(opens) and prepared > 0:
        opens = float(site["opens"])
    begins = max(opens - prepared, 0.0)
    if not np.isfinite(opens) or opens <= begins:
        return np.asarray((opens >= start) & (opens < start + 1), dtype=float)
    spent: Years = np.clip(np.minimum(start + 1, opens) - np.maximum(start, begins), 0.0, None)
    return spent / (opens - begins)

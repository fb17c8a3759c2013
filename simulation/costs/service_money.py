"""What the sites of services cost, by payer and year."""

import math
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


def service_money(
    services: Any, costs: Sequence[Sequence[Any]], years: int, until: float = math.inf
) -> ServiceMoney:
    """Price the sites of an arm by how long each was open.

    Parameters
    ----------
    services
        Rows of sites after a run.
    costs
        Lines of `simulation.services.declaration.CostLine` of each site.
    years
        Years of the run.
    until
        Moment to which they are priced.
    """
    money = ServiceMoney.none(years)
    starts = np.arange(years, dtype=float)
    ends = np.minimum(starts + 1, until)
    for site, lines in zip(services, costs, strict=True):
        for line in lines:
            running, once = line_money(site, line, starts, ends)
            money.paid[:, PAYERS.index(line.payer)] += running + once
            money.replaced[:] += running * line.replaced
    return money


def line_money(site: Any, line: Any, starts: Years, ends: Years) -> tuple[Years, Years]:
    """Return what a line of a site costs to run, and to set up, in each of some stretches of time.

    Parameters
    ----------
    site
        Row of the site after a run, or anything with its `opens`, `opened` and `closed`.
    line
        A `simulation.services.declaration.CostLine`.
    starts, ends
        Of the stretches, years since the start of the run.
    """
    once = _set_up(site, line.prepared, starts, ends) * line.opening
    return open_for(site, starts, ends, line.since, line.until) * line.yearly, once


def open_for(
    site: Any, starts: Years, ends: Years, since: float = 0.0, until: float = math.inf
) -> Years:
    """Return for how many years of each stretch a site is open, between two moments."""
    last = float(ends[-1])
    opened = site["opened"] if np.isfinite(site["opened"]) else last
    closed = site["closed"] if np.isfinite(site["closed"]) else last
    there: Years = np.minimum(ends, min(closed, until)) - np.maximum(starts, max(opened, since))
    return np.clip(there, 0.0, None)


def _set_up(site: Any, prepared: float, starts: Years, ends: Years) -> Years:
    """Return the share of a site's cost of opening spent in each stretch of time.

    It is spent evenly while the site is prepared, from the start of the run at the earliest; of a
    site not open by the end, what falls into the run.
    """
    opens = float(site["opened"])
    if not np.isfinite(opens) and prepared > 0:
        opens = float(site["opens"])
    begins = max(opens - prepared, 0.0)
    if not np.isfinite(opens) or opens <= begins:
        return np.asarray((opens >= starts) & (opens < ends), dtype=float)
    spent: Years = np.clip(np.minimum(ends, opens) - np.maximum(starts, begins), 0.0, None)
    return spent / (opens - begins)

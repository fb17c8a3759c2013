"""Price one arm of one run: from child-weeks, events and services to pounds by payer and year."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.costs.cells import EVENTS, PAYERS
from simulation.costs.discounting import discount
from simulation.costs.service_money import ServiceMoney
from simulation.costs.unit_costs import EXTERNAL, PLACEMENT, UnitCosts

type Years = NDArray[np.float64]


@dataclass(frozen=True)
class Costs:
    """Hold what an arm cost, real pounds by year, each of shape (years,).

    The four payers add up to the undiscounted total; services included in full.
    `total` is discounted. `services_incremental`, `placement`, `external` (placements bought outside)
    and `cashable` (the part of `external` a budget can give up) are parts of the council's cost
    seen by themselves, never added to it.
    """

    council: Years
    police: Years
    nhs: Years
    youth_justice: Years
    services_gross: Years
    services_incremental: Years
    placement: Years
    external: Years
    cashable: Years
    total: Years


def price_run(
    unit_costs: UnitCosts,
    exposure: NDArray[np.float64],
    events: Mapping[str, NDArray[np.float64]],
    services: ServiceMoney | None = None,
    prices: NDArray[np.float64] | None = None,
) -> Costs:
    """Price one arm.

    Parameters
    ----------
    unit_costs
        Weights.
    exposure
        Child-weeks, shape (years, cells), columns as ``unit_costs.cells``.
    events
        Counts by name of `EVENTS`, each of shape (years,); other names are ignored.
    services
        What services cost; None when there was none.
    prices
        What a placement costs in each year over the base year, shape (years, cells); None: the same.

    Raises
    ------
    KeyError
        When an event has no counts.
    ValueError
        When shapes do not fit.
    """
    weekly = exposure @ unit_costs.weekly
    if prices is not None:
        # Only placements get dearer, not the social work and health care that come with them.
        dearer = (exposure * (prices - 1.0)) @ unit_costs.weekly[:, [PLACEMENT, EXTERNAL]]
        weekly[:, [PLACEMENT, EXTERNAL]] += dearer
        weekly[:, 0] += dearer[:, 0]
    counts = np.array([events[name] for name in EVENTS], dtype=float)
    paid = weekly[:, : len(PAYERS)] + counts.T @ unit_costs.per_event
    years = len(exposure)
    money = services or ServiceMoney.none(years)
    gross = money.paid.sum(axis=1)
    paid = paid + money.paid
    total = paid.sum(axis=1) * discount(years, unit_costs.discount)
    return Costs(
        paid[:, 0],
        paid[:, 1],
        paid[:, 2],
        paid[:, 3],
        gross,
        gross - money.replaced,
        weekly[:, PLACEMENT],
        weekly[:, EXTERNAL],
        unit_costs.cashable_share * weekly[:, EXTERNAL],
        total,
    )

"""Price one arm of one run: from child-weeks, events and hub-years to pounds by payer and year."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.costs.cells import EVENTS, PAYERS
from simulation.costs.discounting import discount
from simulation.costs.unit_costs import EXTERNAL, PLACEMENT, UnitCosts

type Years = NDArray[np.float64]


@dataclass(frozen=True)
class HubYears:
    """Hold how much hub there was.

    Attributes
    ----------
    open_hub_years
        Hub-years open in each year, shape (years,); half a year of one hub is 0.5.
    openings
        Hubs opened in each year, shape (years,).
    replaced_home_share
        Part of the running cost met by homes and budgets the hubs replace; None takes the
        registered one.
    """

    open_hub_years: Years
    openings: Years
    replaced_home_share: float | None = None

    @classmethod
    def none(cls, years: int) -> "HubYears":
        """Say that no hub was open."""
        return cls(np.zeros(years), np.zeros(years))


@dataclass(frozen=True)
class Costs:
    """Hold what an arm cost, real pounds by year, each of shape (years,).

    The four payers add up to the undiscounted total; the council's includes the hubs in full.
    `total` is discounted. `hub_incremental`, `placement`, `external` (placements bought outside)
    and `cashable` (the part of `external` a budget can give up) are parts of the council's cost
    seen by themselves, never added to it.
    """

    council: Years
    police: Years
    nhs: Years
    youth_justice: Years
    hub_gross: Years
    hub_incremental: Years
    placement: Years
    external: Years
    cashable: Years
    total: Years

    def measures(self) -> dict[str, Years]:
        """Return the yearly figures by the names of the measure list."""
        names = (*PAYERS, "hub_gross", "hub_incremental", "total")
        found = {f"cost_{name}": getattr(self, name) for name in names}
        return found | {
            "cost_placements": self.placement,
            "cost_placements_cashable": self.cashable,
        }


def price_run(
    unit_costs: UnitCosts,
    exposure: NDArray[np.float64],
    events: Mapping[str, NDArray[np.float64]],
    hubs: HubYears | None = None,
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
    hubs
        Hub-years and openings; None when there was no hub.

    Raises
    ------
    KeyError
        When an event has no counts.
    ValueError
        When shapes do not fit.
    """
    weekly = exposure @ unit_costs.weekly
    counts = np.array([events[name] for name in EVENTS], dtype=float)
    paid = weekly[:, : len(PAYERS)] + counts.T @ unit_costs.per_event
    years = len(exposure)
    hub = hubs or HubYears.none(years)
    share = (
        unit_costs.replaced_share if hub.replaced_home_share is None else hub.replaced_home_share
    )
    running = hub.open_hub_years * unit_costs.hub_year
    gross = running + hub.openings * unit_costs.hub_opening
    council = paid[:, 0] + gross
    total = (paid.sum(axis=1) + gross) * discount(years, unit_costs.discount)
    return Costs(
        council,
        paid[:, 1],
        paid[:, 2],
        paid[:, 3],
        gross,
        gross - share * running,
        weekly[:, PLACEMENT],
        weekly[:, EXTERNAL],
        unit_costs.cashable_share * weekly[:, EXTERNAL],
        total,
    )

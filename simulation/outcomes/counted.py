"""Everything a run of whole years has counted, for a measure to be read from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.lengths import MOST_YEARS
from agents.population import Population
from simulation.costs import CELLS, Costs, UnitCosts, by_cell, price_run, service_money
from simulation.costs.bill import Line, care_lines, service_lines
from simulation.outcomes.cells import INDEX
from simulation.outcomes.event_names import (
    CHARGES,
    ENTRY_PROCESSES,
    EXIT_PROCESSES,
    FIRST_ARREST,
    MISSING,
    MOVES,
)
from simulation.outcomes.snapshot import Snapshot
from simulation.outcomes.tally import Tally


@dataclass(frozen=True)
class Counted:
    """Hold what was counted on the way, what 31 March showed, and what prices it.

    `with_services` says whether what services cost belongs to those who were counted.
    """

    tally: Tally
    population: Population
    snapshots: Sequence[Snapshot]
    parameters: Mapping[str, Any]
    with_services: bool = True

    def looked_up(self, name: str) -> NDArray[np.float64]:
        """Return what each 31 March's snapshot holds under a name, shape (years,)."""
        return np.array([float(getattr(one, name)) for one in self.snapshots])

    @cached_property
    def prices(self) -> NDArray[np.float64]:
        """Return what each kind of placement costs, over the base year, shape (years, kinds)."""
        markets, years = self.population.markets, np.arange(self.tally.years)
        kept = np.minimum(years, MOST_YEARS - 1)
        wandered = np.exp(markets["path"].T[kept]) * markets["premium"].T[kept]
        trend = np.asarray(self.parameters["price_trend"], dtype=float)
        return np.asarray(wandered * np.exp(trend * years[:, None]))

    @cached_property
    def events(self) -> dict[str, NDArray[np.float64]]:
        """Return the events that cost something, by name of `simulation.costs.EVENTS` and year."""
        tally = self.tally
        return {
            "care_entries": tally.events(*ENTRY_PROCESSES),
            "placement_moves": tally.events(*MOVES),
            "exits": tally.events(*EXIT_PROCESSES),
            "missing_episodes": tally.events(MISSING),
            "arrests": tally.events("arrest"),
            "charges": tally.events(*CHARGES),
            "first_time_entrants": tally.events(FIRST_ARREST),
            "care_proceedings": self.looked_up("proceedings"),
        }

    @cached_property
    def exposure(self) -> NDArray[np.float64]:
        """Return child-weeks by year in the cells that cost something, shape (years, cells)."""
        return self.tally.exposure[:, [INDEX[cell] for cell in CELLS]]

    @cached_property
    def costs(self) -> Costs:
        """Return what it cost, by year."""
        there, years = self.population, self.tally.years
        services = service_money(there.services, there.costs, years, self.tally.now)
        return price_run(
            UnitCosts.from_parameters(self.parameters),
            self.exposure,
            self.events,
            services if self.with_services else None,
            by_cell(self.prices, CELLS),
        )

    @cached_property
    def bill(self) -> dict[Line, NDArray[np.float64]]:
        """Return what it cost line by line, services included, each of shape (years,)."""
        there = self.population
        unit_costs = UnitCosts.from_parameters(self.parameters)
        care = care_lines(unit_costs, self.exposure, self.events, by_cell(self.prices, CELLS))
        return care | service_lines(there.services, there.costs, self.tally.years)

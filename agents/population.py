"""A population: the tables of young people, families, carers, services and enrolments, and who has places."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Opening, Placement
from agents.lengths import MOST_YEARS
from agents.luck import SERIES
from agents.markets import no_markets


@dataclass
class Population:
    """Hold the tables a run works on.

    Attributes
    ----------
    young_people, families, carers, services, enrolments
        Record arrays, one row each; the fields are in `agents.schema`.
    places, place_starts
        Carer rows sorted by kind of placement, and where each kind starts, shape (kinds + 1,).
    titles, costs
        What the service of each site is called, with its article, and what the site costs.
    practices
        How many of the sites, the first, are practices or conditions.
    luck
        What rates are multiplied by in each year, shape (MOST_YEARS, series of `agents.luck`).
    markets
        Record array of all providers of each kind of placement together, a row a kind.
    """

    young_people: Any
    families: Any
    carers: Any
    services: Any
    enrolments: Any
    places: NDArray[np.int64]
    place_starts: NDArray[np.int64]
    titles: tuple[str, ...] = ()
    costs: tuple[Any, ...] = ()
    practices: int = 0
    luck: NDArray[np.float64] = field(default_factory=lambda: np.ones((MOST_YEARS, len(SERIES))))
    markets: Any = field(default_factory=no_markets)

    def sort_places(self) -> None:
        """Work out anew which carers offer which kind of placement."""
        kinds = self.carers["placement"]
        self.places = np.argsort(kinds, kind="stable").astype(np.int64)
        edges = np.arange(len(Placement) + 1)
        self.place_starts = np.searchsorted(kinds[self.places], edges).astype(np.int64)

    def count_places(self) -> None:
        """Count anew the places of each kind with those who are open, and how many are taken."""
        if self.places.size == 0:
            return
        here = self.carers["status"] == Opening.OPEN
        kinds = self.carers["placement"][here]
        for column in ("places", "filled"):
            weights = self.carers[column][here]
            self.markets[column] = np.bincount(kinds, weights, minlength=len(Placement))

    def fork(self) -> "Population":
        """Return an independent copy, for another arm of a comparison."""
        return Population(
            self.young_people.copy(),
            self.families.copy(),
            self.carers.copy(),
            self.services.copy(),
            self.enrolments.copy(),
            self.places,
            self.place_starts,
            self.titles,
            self.costs,
            self.practices,
            self.luck,
            self.markets.copy(),
        )

"""What is looked up on 31 March itself because no cell holds it."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.codes import Legal, Opening, Placement, Status
from agents.population import Population

THREE = 3
#: Places that are not offered to whoever needs one: kin care for their own, hubs for theirs.
NOT_OFFERED = (Placement.KINSHIP, Placement.HUB_BED, Placement.HUB_FAMILY)


@dataclass(frozen=True)
class Snapshot:
    """Hold one 31 March: children with three or more placements, free places, proceedings."""

    three_plus: int
    vacant_places: int
    proceedings: int


def take(population: Population, year: int) -> Snapshot:
    """Return the snapshot at the end of reporting year `year` (1 is the first)."""
    # Rows are wide: a column is read of those only of whom it has to be known.
    people = population.young_people
    cared = np.flatnonzero(people["status"] == Status.LOOKED_AFTER)
    this_year = cared[people["placement_year"][cared] == year - 1]
    many = people["year_placements"][this_year] >= THREE
    began = people["legal"][people["entered"] >= year - 1]
    court = (began == Legal.INTERIM_ORDER) | (began == Legal.EMERGENCY_ORDER)
    return Snapshot(
        int(np.count_nonzero(many)),
        free_places(population.carers),
        int(np.count_nonzero(court)),
    )


def free_places(carers: Any) -> int:
    """Return how many places are open to whoever needs one and not taken."""
    aside = np.isin(carers["placement"], NOT_OFFERED)
    offered = (carers["status"] == Opening.OPEN) & ~aside
    free = carers["places"][offered].astype(int) - carers["filled"][offered]
    return int(free.sum())


def hub_years(hubs: Any, years: int, usual_caseload: float) -> tuple[Any, Any]:
    """Return open hub-years and openings by year, each of shape (years,).

    A hub counts by its caseload against the usual one, since nearly all it costs is its staff.
    """
    size = hubs["caseload"][None, :] / usual_caseload
    start = np.arange(years)[:, None]
    opened = np.where(np.isfinite(hubs["opened"]), hubs["opened"], years)[None, :]
    open_time = (size * np.clip(start + 1 - np.maximum(opened, start), 0.0, 1.0)).sum(axis=1)
    openings = (size * ((opened >= start) & (opened < start + 1))).sum(axis=1)
    return open_time.astype(float), openings.astype(float)

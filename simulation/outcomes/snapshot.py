"""What is looked up on 31 March itself because no cell holds it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.codes import Legal, Opening, Placement, Status
from agents.population import Population

type Rows = NDArray[np.int64]

THREE = 3
#: Places that are not offered to whoever needs one: kin care for their own, services for theirs.
NOT_OFFERED = (Placement.KINSHIP, Placement.SERVICE_BED, Placement.SERVICE_FAMILY)
IS_OFFERED = np.array([kind not in NOT_OFFERED for kind in range(max(Placement) + 1)])

#: Kinds whose empty places are told apart, in the order of the snapshot.
COUNTED = (
    Placement.FOSTER_IN_HOUSE,
    Placement.FOSTER_AGENCY,
    Placement.CHILDRENS_HOME,
    Placement.SUPPORTED,
)


@dataclass(frozen=True)
class Snapshot:
    """Hold one 31 March: children with three or more placements, free places, proceedings, siblings.

    And of all places of some kinds the share that is empty, 0 where there are none.
    """

    three_plus: int
    vacant_places: int
    proceedings: int
    with_siblings: int
    apart_from_siblings: int
    empty_foster_in_house: float = 0.0
    empty_foster_agency: float = 0.0
    empty_homes: float = 0.0
    empty_supported: float = 0.0


@dataclass(frozen=True)
class People:
    """Hold the rows of the young people whom one 31 March counts, by what they are counted as."""

    three_plus: Rows
    proceedings: Rows
    with_siblings: Rows
    apart_from_siblings: Rows


def whom_counted(population: Population, year: int) -> People:
    """Return whom the end of reporting year `year` (1 is the first) counts."""
    people = population.young_people
    # Columns lie far apart in memory: one finds the few who count, the others are asked of them.
    cared = np.flatnonzero(people["status"] == Status.LOOKED_AFTER)
    many = (people["placement_year"][cared] == year - 1) & (
        people["year_placements"][cared] >= THREE
    )
    theirs = cared[people["family"][cared] >= 0]
    grouped = theirs[population.families["cared"][people["family"][theirs]] > 1]
    legal = people["legal"].copy()
    court = np.flatnonzero((legal == Legal.INTERIM_ORDER) | (legal == Legal.EMERGENCY_ORDER))
    return People(
        cared[many],
        court[people["entered"][court] >= year - 1],
        grouped,
        grouped[people["beside"][grouped] == 0],
    )


def take(population: Population, year: int) -> Snapshot:
    """Return the snapshot at the end of reporting year `year` (1 is the first)."""
    carers, people = population.carers, whom_counted(population, year)
    offered = (carers["status"] == Opening.OPEN) & IS_OFFERED[carers["placement"]]
    free = carers["places"][offered].astype(int) - carers["filled"][offered]
    markets = population.markets[list(COUNTED)]
    empty = 1.0 - markets["filled"] / np.maximum(markets["places"], 1)
    return Snapshot(
        people.three_plus.size,
        int(free.sum()),
        people.proceedings.size,
        people.with_siblings.size,
        people.apart_from_siblings.size,
        *np.where(markets["places"] > 0, empty, 0.0).tolist(),
    )

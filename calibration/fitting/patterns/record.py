"""What a run left behind: every event of every child, and who was where on each 31 March."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Status
from agents.population import Population
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from simulation.outcomes.logged import Events, events_of, room_for
from simulation.simulate import start

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: What a snapshot keeps of each young person.
KEPT = (
    "status",
    "placement",
    "entered",
    "placed",
    "left",
    "placement_year",
    "year_placements",
    "outside",
    "far",
    "exploitation",
    "unregistered",
    "substance",
    "activity",
    "beside",
    "first_siblings",
    "first_beside",
)


@dataclass(frozen=True, eq=False)
class Record:
    """Hold one run's events and snapshots.

    Attributes
    ----------
    people
        The young people's table at the end of the run.
    first
        Columns of `KEPT` at the start.
    first_route
        How those who had left care before the start had left it.
    snapshots
        The same on each 31 March since.
    carers
        The carers' table at the start.
    events
        Everything that happened.
    """

    people: Any
    first: dict[str, Any]
    first_route: Any
    snapshots: tuple[dict[str, Any], ...]
    carers: Any
    first_carer: int
    events: Events

    @property
    def years(self) -> int:
        """Return how many years were run."""
        return len(self.snapshots)

    @cached_property
    def children(self) -> Events:
        """Return the events of young people."""
        return self.events.where(self.events.rows < self.people.size)

    @cached_property
    def of_carers(self) -> Events:
        """Return the events of carers, rows numbered from the first carer."""
        last = self.first_carer + self.carers.size
        own = self.events.where((self.events.rows >= self.first_carer) & (self.events.rows < last))
        return replace(own, rows=own.rows - self.first_carer)

    def age(self, rows: Ints, times: Any) -> Floats:
        """Return ages in years of some rows at some times."""
        return np.asarray(times - self.people["born"][rows])

    def cared(self, year: int) -> Ints:
        """Return the rows of those looked after at the end of a reporting year (-1: the start)."""
        columns = self.first if year < 0 else self.snapshots[year]
        return np.flatnonzero(columns["status"] == Status.LOOKED_AFTER)

    def at(self, year: int, column: str) -> Any:
        """Return a column for those looked after at the end of a year, shape (children,)."""
        columns = self.first if year < 0 else self.snapshots[year]
        return columns[column][self.cared(year)]


def record_run(
    council: AuthorityProfile, parameters: Any, seed: int, replicate: int, years: int
) -> Record:
    """Simulate a council without services and return its record.

    The years are held still: what is published is of one year each, and what they differ by is
    not what is fitted.

    Parameters
    ----------
    council
        Its published figures; a sample of England is a council like any other.
    parameters
        Values by name, as `calibration.beliefs.parameters` returns them.
    seed, replicate
        Address of all draws.
    years
        Whole years to run.
    """
    parameters = parameters | STILL
    population = synthesise(council, parameters, seed, replicate, float(years))
    first, carers = _kept(population), population.carers.copy()
    routes = population.young_people["route"].copy()
    room = room_for(council["cla"], years)
    run = start(
        population, (), parameters, seed, replicate, float(years), place=council.code, log=room
    )
    snapshots = []
    for year in range(1, years + 1):
        run.advance(float(year))
        snapshots.append(_kept(population))
    first_carer = population.young_people.size + population.families.size
    return Record(
        population.young_people,
        first,
        routes,
        tuple(snapshots),
        carers,
        first_carer,
        events_of(run.state),
    )


def _kept(population: Population) -> dict[str, Any]:
    people = population.young_people
    return {name: people[name].copy() for name in KEPT}


#: Kinds of placement the tables count together.
FOSTER = (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY, Placement.KINSHIP)
UNRELATED = (Placement.FOSTER_IN_HOUSE, Placement.FOSTER_AGENCY)
HOMES = (Placement.CHILDRENS_HOME,)
#: Registration moved children between these codes in 2023-24, so they are counted as one.
SUPPORTED_OR_OTHER = (Placement.SUPPORTED, Placement.LODGINGS, Placement.OTHER)

"""What one council's simulated years show: numbers in care, starts, exits and placements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Route, Status
from agents.lengths import AGE_EDGES
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from agents.synthesis.years import STILL
from calibration.beliefs.authorities.load import england
from calibration.beliefs.local.unaccompanied import expecting
from calibration.beliefs.parameters import parameters_for
from simulation.discover import model_rules
from simulation.outcomes.chosen import chosen
from simulation.outcomes.event_names import ENTRY_PROCESSES, MOVES
from simulation.outcomes.logged import placement_of
from simulation.simulate import Run, start

Floats = NDArray[np.float64]
#: Days of a step; it changes nothing that happens.
STEP: Final = 28.0
_LOG: Final = 20_000
#: A mix is only right if it lasts: it is looked at after one and after two years.
_YEARS: Final = 2.0
_IN_NEED: Final = (Status.IN_NEED, Status.EDGE_OF_CARE)
#: Starts of children who came with families, and exits by route: the first of the year.
_STARTS: Final = tuple(
    f"{process}/{outcome}"
    for process in ("care_entry", "re_entry")
    for outcome in ("first", "within_12_months", "later")
)
_EXITS: Final[Mapping[Route, tuple[str, ...]]] = {
    Route.HOME: ("going_home/first_in_year",),
    Route.KINSHIP_ORDER: ("kinship_order/first_in_year",),
    Route.ADOPTED: ("adoption/first_in_year",),
    Route.OTHER: (
        "leaving_otherwise/other_first_in_year",
        "leaving_otherwise/independence_first_in_year",
    ),
}


@dataclass(frozen=True)
class SimulatedYear:
    """Hold a year as it is published.

    Attributes
    ----------
    starts
        Starts of children who came with families, by age band, shape (5,).
    exits
        First exits of the year by route and age band, shape (routes, 5).
    mix
        Looked after by kind of placement, the mean of its end and a year later, shape (kinds,).
    came
        How many came into each kind in the year, shape (kinds,).
    in_need
        Children in need at its end who are not looked after.
    """

    starts: Floats
    exits: Floats
    mix: Floats
    came: Floats
    in_need: float

    @staticmethod
    def together(years: "Sequence[SimulatedYear]") -> "SimulatedYear":
        """Return several councils' years as one."""
        return SimulatedYear(
            sum((year.starts for year in years), np.zeros(5)),
            sum((year.exits for year in years), np.zeros((len(Route), 5))),
            sum((year.mix for year in years), np.zeros(len(Placement))),
            sum((year.came for year in years), np.zeros(len(Placement))),
            float(sum(year.in_need for year in years)),
        )


def mix_of(run: Run) -> Floats:
    """Return the looked after by kind of placement now, shape (kinds,)."""
    people = run.population.young_people
    kinds = people["placement"][people["status"] == Status.LOOKED_AFTER]
    return np.bincount(kinds, minlength=len(Placement)).astype(float)


def simulate_year(
    council: AuthorityProfile, changed: Mapping[str, Any], seed: int
) -> SimulatedYear:
    """Return a council's simulated year after its own, with values set over the register's."""
    p = parameters_for(council, overrides=changed) | STILL
    population = synthesise(expecting(council, england(council.year), p), p, seed, 0, _YEARS)
    run = start(population, (), p, seed, 0, _YEARS, place=council.code, log=_LOG)
    run.advance(1.0, STEP)
    starts, exits = events_by_age(run)
    came = came_into(run)
    need = float(np.isin(run.population.young_people["status"], _IN_NEED).sum())
    first = mix_of(run)
    run.advance(_YEARS, STEP)
    return SimulatedYear(starts, exits, (first + mix_of(run)) / 2, came, need)


def events_by_age(run: Run) -> tuple[Floats, Floats]:
    """Return starts by age and first exits by route and age from a run's log."""
    people, state = run.population.young_people, run.state
    logged = int(state.counters[1])
    rows = state.log_rows[:logged]
    child = rows < people.size
    rows, times = rows[child], state.log_times[:logged][child]
    what = state.log_outcomes[:logged][child]
    bands = np.searchsorted(np.array(AGE_EDGES), times - people["born"][rows], side="right")

    def by_age(names: tuple[str, ...]) -> Floats:
        return np.bincount(bands[chosen(model_rules(), names)[what]], minlength=5).astype(float)

    exits = np.zeros((len(Route), 5))
    for route, names in _EXITS.items():
        exits[route] = by_age(names)
    return by_age(_STARTS), exits


def came_into(run: Run) -> Floats:
    """Return how many have come into each kind of placement so far, shape (kinds,)."""
    logged = slice(0, int(run.state.counters[1]))
    own = chosen(model_rules(), (*ENTRY_PROCESSES, *MOVES))[run.state.log_outcomes[logged]]
    kinds = placement_of(run.state.log_after[logged][own])
    return np.bincount(kinds, minlength=len(Placement)).astype(float)

"""What one council's simulated years show: numbers in care, starts, exits and placements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Route, Status
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from calibration.assemble import parameters_for
from calibration.authorities.load import england
from calibration.direct.unaccompanied import expecting
from simulation.bands import AGE_EDGES
from simulation.discover import model_rules
from simulation.simulate import Run, start

Floats = NDArray[np.float64]
#: Days of a step; it changes nothing that happens.
STEP: Final = 28.0
_LOG: Final = 20_000
#: A mix is only right if it lasts: it is looked at after one and after two years.
_YEARS: Final = 2.0
_IN_NEED: Final = (Status.IN_NEED, Status.EDGE_OF_CARE)
_EXITS: Final[Mapping[str, Route]] = {
    "going_home": Route.HOME,
    "kinship_order": Route.KINSHIP_ORDER,
    "adoption": Route.ADOPTED,
    "leaving_otherwise": Route.OTHER,
}


@dataclass(frozen=True)
class Seen:
    """Hold a year as it is published.

    Attributes
    ----------
    starts
        Starts of children who came with families, by age band, shape (5,).
    exits
        First exits of the year by route and age band, shape (routes, 5).
    mix
        Looked after by kind of placement, the mean of its end and a year later, shape (kinds,).
    in_need
        Children in need at its end who are not looked after.
    """

    starts: Floats
    exits: Floats
    mix: Floats
    in_need: float

    @staticmethod
    def together(years: "Sequence[Seen]") -> "Seen":
        """Return several councils' years as one."""
        return Seen(
            sum((year.starts for year in years), np.zeros(5)),
            sum((year.exits for year in years), np.zeros((len(Route), 5))),
            sum((year.mix for year in years), np.zeros(len(Placement))),
            float(sum(year.in_need for year in years)),
        )


def mix_of(run: Run) -> Floats:
    """Return the looked after by kind of placement now, shape (kinds,)."""
    people = run.population.young_people
    kinds = people["placement"][people["status"] == Status.LOOKED_AFTER]
    return np.bincount(kinds, minlength=len(Placement)).astype(float)


def seen_year(council: AuthorityProfile, changed: Mapping[str, Any], seed: int) -> Seen:
    """Return a council's simulated year after its own, with values set over the register's."""
    p = parameters_for(council, overrides=changed)
    population = synthesise(expecting(council, england(council.year), p), p, seed, 0, _YEARS)
    run = start(population, (), p, seed, 0, _YEARS, place=council.code, log=_LOG)
    run.advance(1.0, STEP)
    starts, exits = events_by_age(run)
    need = float(np.isin(run.population.young_people["status"], _IN_NEED).sum())
    first = mix_of(run)
    run.advance(_YEARS, STEP)
    return Seen(starts, exits, (first + mix_of(run)) / 2, need)


def events_by_age(run: Run) -> tuple[Floats, Floats]:
    """Return starts by age and first exits by route and age from a run's log."""
    people, state = run.population.young_people, run.state
    logged = int(state.counters[1])
    rows = state.log_rows[:logged]
    child = rows < people.size
    rows, times = rows[child], state.log_times[:logged][child]
    names = np.array([name.split("/") for name in model_rules().outcome_names()])
    process, last = names[state.log_outcomes[:logged][child]].T
    bands = np.searchsorted(np.array(AGE_EDGES), times - people["born"][rows], side="right")

    def by_age(chosen: NDArray[np.bool_]) -> Floats:
        return np.bincount(bands[chosen], minlength=5).astype(float)

    first = ~np.char.endswith(last, "again_in_year") & ~np.char.endswith(last, "back_in_year")
    starts = by_age(np.isin(process, ("care_entry", "re_entry")) & first)
    exits = np.zeros((len(Route), 5))
    for name, route in _EXITS.items():
        exits[route] = by_age((process == name) & first)
    return starts, exits

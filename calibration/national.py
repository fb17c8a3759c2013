"""England as the sum of its councils: one simulated year, counted as the national tables count."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement, Route, Status
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.synthesise import synthesise
from calibration.assemble import parameters_for
from calibration.authorities.load import all_profiles
from simulation.bands import AGE_EDGES
from simulation.discover import model_rules
from simulation.outcomes.measures import MEASURES
from simulation.simulate import Run, run_years, start

Floats = NDArray[np.float64]
_LOG = 20_000
WEEK_STEP = 7.0


@dataclass(frozen=True)
class CouncilYear:
    """Hold one council's simulated year.

    Attributes
    ----------
    name, looked_after_before
        The council, and how many it looked after at the start.
    measures
        All measures of the year, in the order of the list.
    starts, missing
        Starts of children with families, and missing episodes, by age band, shape (5,).
    exits
        Exits by route and age band, shape (routes, 5).
    mix
        Looked after at the end by kind of placement, shape (kinds,).
    """

    name: str
    looked_after_before: int
    measures: Floats
    starts: Floats
    missing: Floats
    exits: Floats
    mix: Floats

    def __getitem__(self, measure: str) -> float:
        return float(self.measures[[m.name for m in MEASURES].index(measure)])


def simulate_council(
    council: AuthorityProfile, overrides: Mapping[str, Any], seed: int, replicate: int = 0
) -> CouncilYear:
    """Return a council's simulated year with central parameters and the given overrides."""
    p = parameters_for(council, overrides=overrides)
    population = synthesise(council, p, seed, replicate, 1.0)
    before = int(np.count_nonzero(population.young_people["status"] == Status.LOOKED_AFTER))
    run = start(population, (), p, seed, replicate, 1.0, place=council.code, log=_LOG)
    values, _ = run_years(run, 1, WEEK_STEP)
    return CouncilYear(council.name, before, values[:, 0], *events_by_age(run), mix_of(run))


def mix_of(run: Run) -> Floats:
    """Return the looked after by kind of placement, shape (kinds,)."""
    people = run.population.young_people
    kinds = people["placement"][people["status"] == Status.LOOKED_AFTER]
    return np.bincount(kinds, minlength=len(Placement)).astype(float)


def events_by_age(run: Run) -> tuple[Floats, Floats, Floats]:
    """Return starts and missing episodes by age, and exits by route and age, from the log."""
    people, state = run.population.young_people, run.state
    logged = int(state.counters[1])
    rows, times = state.log_rows[:logged], state.log_times[:logged]
    outcomes = state.log_outcomes[:logged]
    names = np.array(model_rules().outcome_names())
    child = rows < people.size
    rows, times, what = rows[child], times[child], names[outcomes[child]]
    bands = np.searchsorted(np.array(AGE_EDGES), times - people["born"][rows], side="right")
    process = np.array([name.split("/")[0] for name in names])[outcomes[child]]
    last = np.array([name.split("/")[1] for name in names])[outcomes[child]]

    def by_age(chosen: NDArray[np.bool_]) -> Floats:
        return np.bincount(bands[chosen], minlength=5).astype(float)

    came = np.isin(process, ("care_entry", "re_entry")) & ~np.isin(
        last, ("again_in_year", "back_in_year")
    )
    first = np.char.endswith(what, "first_in_year")
    exits = np.zeros((len(Route), 5))
    exits[Route.HOME] = by_age((process == "going_home") & first)
    exits[Route.KINSHIP_ORDER] = by_age((process == "kinship_order") & first)
    exits[Route.ADOPTED] = by_age((process == "adoption") & first)
    exits[Route.AGED_OUT] = by_age((process == "ageing_out") & first)
    exits[Route.OTHER] = by_age((process == "leaving_otherwise") & first)
    exits[Route.TRANSFERRED] = by_age((process == "national_transfer") & first)
    return by_age(came), by_age(process == "missing_start"), exits


def simulate_england(
    year: int,
    overrides: Mapping[str, Any] | None = None,
    *,
    seed: int = 1,
    executor: Executor | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[CouncilYear]:
    """Return the simulated year after 31 March of `year` for every council that can run."""
    councils = all_profiles(year)
    done: list[CouncilYear] = []
    changed = dict(overrides or {})
    results = (
        map(lambda c: simulate_council(c, changed, seed), councils)
        if executor is None
        else executor.map(
            simulate_council,
            councils,
            [changed] * len(councils),
            [seed] * len(councils),
            chunksize=8,
        )
    )
    for council in results:
        done.append(council)
        if progress is not None:
            progress(len(done), len(councils))
    return done


def total(years: list[CouncilYear], measure: str) -> float:
    """Return England's figure of a measure: the sum over councils."""
    return sum(year[measure] for year in years)

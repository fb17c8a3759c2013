"""One pair of futures followed person by person: the measures of every group in both arms."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from scenarios.whom.family import after_support
from scenarios.whom.moments import moments_of
from scenarios.whom.splits import Split, splits_of
from scenarios.whom.tallied import Followed, values_of
from simulation.outcomes.cells_now import cells_now
from simulation.outcomes.logged import events_of, room_for
from simulation.outcomes.snapshot import whom_counted
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import Run


@dataclass(frozen=True, eq=False)
class WhomPair:
    """Hold what one pair of futures says.

    Attributes
    ----------
    values
        By split: measures of its groups, shape (arms, groups, measures, years).
    after
        Where those whom services supported live, as `scenarios.whom.family.after_support` counts it.
    """

    values: dict[str, NDArray[np.float64]]
    after: NDArray[np.int64]


def whom_of(task: ReplicateTask) -> WhomPair:
    """Return what a task's two arms say of every group: a pure function of it."""
    population = population_of(task)
    (baseline, splits), (scenario, theirs) = (followed(task, arm, population) for arm in task.arms)
    values = {
        one.name: np.stack([values_of(baseline, one), values_of(scenario, other)])
        for one, other in zip(splits, theirs, strict=True)
    }
    return WhomPair(values, after_support(baseline, scenario))


def followed(
    task: ReplicateTask, arm: ArmSpec, population: Population
) -> tuple[Followed, tuple[Split, ...]]:
    """Run one arm as every comparison does, with a log; return it and the groups of its people."""
    run = started(task, arm, population, room_for(task.profile["cla"], task.years))
    people = run.population.young_people
    splits, first = tuple(splits_of(people)), cells_now(people)
    marches = [_march(run, year, task.step_days) for year in range(1, task.years + 1)]
    moments = moments_of(run.population, events_of(run.state), first)
    return Followed(run.population, run.parameters, moments, marches), splits


def _march(run: Run, year: int, step_days: float) -> Any:
    """Run to a 31 March and return whom it counts."""
    run.advance(float(year), step_days)
    return whom_counted(run.population, year)

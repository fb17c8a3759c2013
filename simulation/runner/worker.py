"""Run all arms of one replicate: a pure function of its task."""

import time

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from agents.synthesis.synthesise import synthesise
from simulation.runner.complete import check_complete
from simulation.runner.provenance import here
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask
from simulation.simulate import Run, run_years, start, warm_up


def load() -> None:
    """Load all that a run needs: the model, compiled if it was not yet, and by what runs are made."""
    warm_up()
    here()


def run_replicate(task: ReplicateTask) -> tuple[ArmResult, ...]:
    """Return one result an arm, all arms on one shared population and the same draws.

    Raises
    ------
    DoorwaysError
        When a number is missing or not finite.
    """
    population = population_of(task)
    return tuple(run_arm(task, arm, population)[0] for arm in task.arms)


def run_arm(
    task: ReplicateTask, arm: ArmSpec, population: Population, log: int = 0
) -> tuple[ArmResult, Run]:
    """Return what one arm gave, and its run at its end; `log` is room for its events.

    Raises
    ------
    DoorwaysError
        When a number is missing or not finite.
    """
    began = time.perf_counter()
    run = started(task, arm, population, log)
    values, weekly = run_years(run, task.years, task.step_days)
    seconds = time.perf_counter() - began
    result = ArmResult(arm.name, weekly, values, seconds, here())
    check_complete(task, result)
    return result, run


def yearly_values(task: ReplicateTask) -> tuple[NDArray[np.float64], ...]:
    """Return what the arms of a task measured by year, shape (measures, years) each; no weeks.

    Raises
    ------
    DoorwaysError
        When a number is missing or not finite.
    """
    return tuple(one.values for one in run_replicate(task))


def population_of(task: ReplicateTask) -> Population:
    """Return everybody who could appear in any arm of a task."""
    return synthesise(
        task.profile,
        task.parameters,
        task.seed,
        task.replicate,
        float(task.years),
        year_luck=task.luck,
    )


def started(task: ReplicateTask, arm: ArmSpec, population: Population, log: int = 0) -> Run:
    """Return one arm ready to run on a copy of the population; `log` is room for its events."""
    return start(
        population.fork(),
        arm.interventions,
        task.parameters,
        task.seed,
        task.replicate,
        float(task.years),
        place=task.profile.code,
        log=log,
    )

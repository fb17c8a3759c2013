"""One future of a council: whom each 31 March counts, what it cost, and every measure, in each arm."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from scenarios.forecast.counted import March, march
from simulation.costs.bill import Line
from simulation.outcomes.readout import measure_values
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import counted_years

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Future:
    """Hold one arm of one future.

    Attributes
    ----------
    marches
        The start, then each 31 March.
    bill
        Pounds of each line by year.
    values
        Every measure by year, shape (measures, years).
    """

    marches: tuple[March, ...]
    bill: Mapping[Line, Floats]
    values: Floats


def futures_of(task: ReplicateTask) -> tuple[Future, ...]:
    """Return every arm of a task: a pure function of it."""
    population = population_of(task)
    return tuple(_future(task, arm, population) for arm in task.arms)


def _future(task: ReplicateTask, arm: ArmSpec, population: Population) -> Future:
    run = started(task, arm, population)
    marches = [march(run.population, 0.0)]
    counted = counted_years(
        run,
        task.years,
        task.step_days,
        on_march=lambda year: marches.append(march(run.population, float(year))),
    )
    return Future(tuple(marches), counted.bill, measure_values(counted))

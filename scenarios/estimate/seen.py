"""What a bank keeps of one run: every measure by year, the curve that is drawn, and what homes cost."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from scenarios.headline import CHILDREN
from simulation.costs.bill import Group
from simulation.outcomes.measures import WEEKLY
from simulation.outcomes.readout import measure_values, weekly_values
from simulation.runner.spec import ArmSpec, ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import counted_years

type Floats = NDArray[np.float64]

#: The weekly curve that a first estimate draws, and every how many weeks it is kept.
CURVE: Final = WEEKLY.index(CHILDREN)
EVERY: Final = 4
#: Placements whose price is that of a week in a children's home, or in proportion to it.
_HOMES: Final = ("childrens_home", "secure_or_other_residential")


@dataclass(frozen=True, eq=False)
class Seen:
    """Hold one run.

    Attributes
    ----------
    values
        Measures by year, shape (measures, years).
    curve
        Children looked after, every four weeks, shape (moments,).
    homes
        Pounds by year for places at the price of a week in a children's home, shape (years,).
    """

    values: Floats
    curve: NDArray[np.float32]
    homes: Floats


def seen_of(task: ReplicateTask) -> tuple[Seen, ...]:
    """Return every arm of a task on one shared population: a pure function of it."""
    population = population_of(task)
    return tuple(_seen(task, arm, population) for arm in task.arms)


def _seen(task: ReplicateTask, arm: ArmSpec, population: Population) -> Seen:
    counted = counted_years(started(task, arm, population), task.years, task.step_days)
    homes = [
        pounds
        for line, pounds in counted.bill.items()
        if line.group is Group.PLACEMENT and line.what in _HOMES
    ]
    # From the end, so that the last moment is the end of the run.
    curve = weekly_values(counted.tally)[::-EVERY, CURVE][::-1]
    return Seen(measure_values(counted), curve, np.sum(homes, axis=0))

"""One future's bills: of the baseline, of the scenario, and of the scenario with studies at face value."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.costs.bill import Line
from simulation.outcomes.measures import BY_NAME
from simulation.outcomes.readout import measure_values
from simulation.runner.spec import ReplicateTask
from simulation.runner.worker import population_of, started
from simulation.simulate import counted_years

type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bills:
    """Hold what one future's arms cost and did, in the order of the task's arms.

    Attributes
    ----------
    lines
        Pounds of each line, each of shape (years,).
    values
        Every measure by year, shape (measures, years) each.
    """

    lines: tuple[Mapping[Line, Floats], ...]
    values: tuple[Floats, ...]

    def measure(self, arm: int, name: str) -> Floats:
        """Return a measure of an arm by year, shape (years,)."""
        return np.asarray(self.values[arm][BY_NAME[name]])


def bills_of(task: ReplicateTask) -> Bills:
    """Return the bills of all arms of a task: a pure function of it."""
    population = population_of(task)
    lines, values = [], []
    for arm in task.arms:
        counted = counted_years(started(task, arm, population), task.years, task.step_days)
        lines.append(counted.bill)
        values.append(measure_values(counted))
    return Bills(tuple(lines), tuple(values))

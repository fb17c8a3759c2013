"""Many versions of one scenario beside one baseline, all on the same futures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios.arms import arm_of
from scenarios.compare import Plan, yearly_runner
from scenarios.shared import shared_by
from scenarios.statistics import windowed
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ReplicateTask
from simulation.services.opened import VALUES

type Floats = NDArray[np.float64]
type Opened = Sequence[Mapping[str, Any]]

#: The interval that is given of a mean.
LEVEL: Final = 0.95


@dataclass(frozen=True)
class Mean:
    """Hold the mean of a paired difference and its interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Versions:
    """Hold each measure over the whole period of each version, shape (replicates,).

    Attributes
    ----------
    clusters
        Which replicates share their beliefs: those are not independent.
    """

    totals: Mapping[str, Mapping[str, Floats]]
    clusters: NDArray[np.intp]

    def difference(self, version: str, against: str, measure: str) -> Mean:
        """Return the mean difference of two versions, by replicates that are independent."""
        return self.mean(self.totals[version][measure] - self.totals[against][measure])

    def mean(self, apart: Floats) -> Mean:
        """Return the mean of something of each replicate, by those that are independent."""
        groups = np.unique(self.clusters, return_inverse=True)[1]
        means = np.bincount(groups, apart) / np.bincount(groups)
        mean = float(apart.mean())
        if means.size == 1:
            return Mean(mean, -np.inf, np.inf)
        normal = NormalDist().inv_cdf((1.0 + LEVEL) / 2)
        half = normal * float(means.std(ddof=1)) / float(np.sqrt(means.size))
        return Mean(mean, mean - half, mean + half)


def run_versions(
    made: Plan,
    versions: Mapping[str, Opened],
    measures: Sequence[str],
    execution: Execution,
    adjust: Callable[[Opened], Opened] = tuple,
) -> Versions:
    """Run a baseline and every version of a scenario on the futures of a plan.

    Parameters
    ----------
    versions
        What each version opens, by name; they believe what the plan believes.
    measures
        Names of the measures to keep.
    adjust
        Changes what a version opens, its values in it; by default nothing.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    tasks = [_task(task, versions, adjust) for task in made.tasks]
    found = run_all(tasks, yearly_runner(), execution, what="versions")
    replicates = np.array([task.replicate for task in tasks])
    totals = {
        arm.name: {name: _total(name, [results[k] for results in found]) for name in measures}
        for k, arm in enumerate(tasks[0].arms)
    }
    return Versions(totals, shared_by(replicates, central=made.request.central).clusters)


def _task(
    task: ReplicateTask, versions: Mapping[str, Opened], adjust: Callable[[Opened], Opened]
) -> ReplicateTask:
    """Return a task with the baseline and all versions as its arms."""
    values = dict(task.parameters)
    for spec in task.arms[1].interventions:
        values |= spec[VALUES]
    arms = (arm_of(name, opened, values) for name, opened in versions.items())
    changed = (replace(arm, interventions=tuple(adjust(arm.interventions))) for arm in arms)
    return replace(task, arms=(task.arms[0], *changed))


def _total(name: str, results: Sequence[Floats]) -> Floats:
    """Return a measure over the whole period, replicate by replicate."""
    k = BY_NAME[name]
    by_year = np.array([values[k] for values in results])
    return np.asarray(windowed(by_year, MEASURES[k].kind)[:, -1], dtype=float)

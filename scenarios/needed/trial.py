"""Try one value of one lever on the same futures as all others: the mean of what is lacking."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import Plan, make_plan, yearly_runner
from scenarios.needed.levers import Lever
from scenarios.needed.search import Reading
from scenarios.needed.target import Target
from scenarios.request import CompareRequest
from scenarios.shared import shared_by
from scenarios.statistics import estimate, windowed
from simulation.outcomes.measures import BY_NAME
from simulation.runner.execution import Execution
from simulation.runner.run_all import run_all
from simulation.runner.spec import ArmSpec, ReplicateTask

type Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Bench:
    """Hold what every trial shares: the futures, and what the baseline shows in each.

    Attributes
    ----------
    plan
        The comparison at central values: its pairs differ by luck alone.
    baseline
        The target's measure in each baseline, shape (pairs,).
    """

    plan: Plan
    target: Target
    baseline: Floats
    execution: Execution

    def tried(self, lever: Lever, value: float) -> Reading:
        """Return what a value of a lever gives."""
        arm = self.plan.tasks[0].arms[1]
        turned = ArmSpec(arm.name, lever.turned(arm.interventions, value))
        return self._reading(value, self._measured(turned))

    def as_it_is(self) -> Reading:
        """Return what the scenario gives as it is; its value says nothing."""
        return self._reading(0.0, self._measured(self.plan.tasks[0].arms[1]))

    def _measured(self, arm: ArmSpec) -> Floats:
        return measured(self.plan.tasks, arm, self.target, self.execution)

    def _reading(self, value: float, scenario: Floats) -> Reading:
        lacking = self.target.lacking(scenario - self.baseline, self.baseline)
        shared = shared_by(np.arange(lacking.size), central=True)
        found = estimate(lacking, shared.clusters)
        return Reading(value, found["mean"], found["mean_low"], found["mean_high"])


def bench_of(
    request: CompareRequest,
    target: Target,
    pairs: int,
    execution: Execution,
    council: AuthorityProfile | None = None,
) -> Bench:
    """Return a bench of so many pairs at central values, its baselines run."""
    central = replace(request, central=True, replicates=pairs)
    made = make_plan(central, council)
    baseline = measured(made.tasks, made.tasks[0].arms[0], target, execution)
    return Bench(made, target, baseline, execution)


def measured(
    tasks: Sequence[ReplicateTask], arm: ArmSpec, target: Target, execution: Execution
) -> Floats:
    """Run one arm in every future and return the measure over the whole period, shape (pairs,).

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    runs = [replace(task, arms=(arm,)) for task in tasks]
    found = run_all(
        runs, yearly_runner(), execution, what="what would have to be true", each="runs"
    )
    return np.array([_total(results[0], target) for results in found])


def _total(values: Floats, target: Target) -> float:
    values = values[BY_NAME[target.measure.name]][np.newaxis]
    return float(windowed(values, target.measure.kind)[0, -1])

"""Run one comparison in many councils at once: every council's futures in one batch, stored as ever."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import Plan, RunStore, experiment_of, make_plan, model_runner
from scenarios.gather import Gatherer
from scenarios.many.result import Council, Many, council_of, summed_up
from scenarios.many.rollout import Rollout, later
from scenarios.request import CompareRequest
from scenarios.reuse import Reused
from scenarios.shared import Shared, shared_by
from simulation.runner.execution import USUAL, Execution
from simulation.runner.pool import Pool
from simulation.runner.run_all import run_rest
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.runner.standing import standing
from simulation.store.opened import opened

#: Councils that are planned at a time; what is missing of them can begin before the next are.
TOGETHER: Final = 4


@dataclass(frozen=True)
class Batch:
    """Hold the plan of each council and what has come of it; the councils in their order.

    Attributes
    ----------
    shared
        What replicates share, in every council.
    plans, gatherers
        Of the councils that have been planned.
    sums
        What each council comes to, by its number, once all its replicates are there.
    """

    councils: tuple[AuthorityProfile, ...]
    delays: tuple[float | None, ...]
    shared: Shared
    plans: list[Plan] = field(default_factory=list)
    gatherers: list[Gatherer] = field(default_factory=list)
    sums: dict[int, Council] = field(default_factory=dict)

    def plan(self, request: CompareRequest, many: int) -> list[ReplicateTask]:
        """Plan so many councils more, as far as there are any, and return their tasks."""
        _, scenario = request.arms()
        first = len(self.plans)
        for number in range(first, min(first + many, len(self.councils))):
            one, moved = self.councils[number], later(scenario, self.delays[number])
            asked = replace(request, authority=one.code, scenario=moved, without=())
            plan = make_plan(asked, one)
            self.plans.append(plan)
            # No weeks are shown of many councils: they would take most of the memory.
            self.gatherers.append(Gatherer(plan.tasks, most_weekly=0))
        return [task for one in self.plans[first:] for task in one.tasks]

    def take(self, number: int, task: ReplicateTask, results: Sequence[ArmResult]) -> None:
        """Keep the results of a council's task; with the last of them it is summed up, while others run."""
        gatherer = self.gatherers[number]
        gatherer.take(task, results)
        if gatherer.count().whole == len(self.plans[number].tasks):
            values = gatherer.whole().values
            council, delay = self.councils[number], self.delays[number]
            self.sums[number] = council_of(council, delay, values, self.shared)

    def summed(self) -> list[Council]:
        """Return what every council comes to.

        Raises
        ------
        DoorwaysError
            When a run is missing.
        """
        for gatherer in self.gatherers:
            gatherer.whole()
        return [self.sums[k] for k in range(len(self.councils))]


def compare_many(
    request: CompareRequest,
    councils: Sequence[AuthorityProfile],
    rollout: Rollout,
    *,
    execution: Execution = USUAL,
    store: RunStore | str | Path | None = None,
) -> Many:
    """Run what is missing of a comparison in each of some councils, and sum all of it up.

    Replicates of one number share the draw of what is not known, and the nation's luck of the years,
    in all councils: so totals are as unsure as all of them together are.

    Parameters
    ----------
    request
        What to compare; its authority is not read.
    councils
        Where.
    rollout
        Who begins when.
    execution, store
        As in `scenarios.compare.compare`.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    DoorwaysError
        When something asked for is unknown, or a replicate fails.
    """
    years = len(councils) * request.replicates * request.years
    batch = begun(request, councils, rollout)
    with standing(execution, years) as ready:
        # What is wrong with the scenarios shows with the first councils, before a database is made.
        tasks = batch.plan(request, TOGETHER)
        with opened(store) as kept:
            reused = _planned(request, batch, tasks, kept, ready.pool)
            if left := tuple(reused.left.values()):
                _run(batch, left, kept, ready)
    return summed_up(request, rollout, batch.summed(), batch.shared, reused.notes())


def begun(request: CompareRequest, councils: Sequence[AuthorityProfile], rollout: Rollout) -> Batch:
    """Settle which councils begin when; none is planned yet."""
    shared = shared_by(np.arange(request.replicates), central=request.central)
    return Batch(tuple(councils), rollout.delays(councils), shared)


def _planned(
    request: CompareRequest,
    batch: Batch,
    tasks: list[ReplicateTask],
    store: RunStore,
    pool: Pool | None,
) -> Reused:
    """Plan all councils that are left after those of some tasks, and take what is stored of them all.

    Where processes stand ready they begin on what is missing meanwhile. Nothing is stored before all is planned.
    """
    reused = Reused()
    per = len(batch.plans[0].tasks)

    def take(place: int, run: ArmResult) -> None:
        number, replicate = divmod(place, per)
        batch.take(number, batch.plans[number].tasks[replicate], (run,))

    while tasks:
        left = reused.take(tasks, store, take)
        if pool is not None:
            pool.begin(model_runner(pool), left.values())
        tasks = batch.plan(request, TOGETHER)
    return reused


def _run(
    batch: Batch, left: Sequence[ReplicateTask], store: RunStore, execution: Execution
) -> None:
    """Run what is left, store each result as it comes, and put it in its council's place."""
    number = {one.code: k for k, one in enumerate(batch.councils)}
    total = sum(len(one.tasks) for one in batch.plans)
    experiments: dict[int, str] = {}

    def on_result(task: ReplicateTask, results: tuple[ArmResult, ...]) -> None:
        k = number[task.profile.code]
        if k not in experiments:
            experiments[k] = store.experiment(*experiment_of(batch.plans[k]))
        store.add(task, results, experiments[k])
        batch.take(k, task, results)

    run_one = model_runner(execution.pool)
    run_rest(left, run_one, execution, on_result, total=total, what="comparison")

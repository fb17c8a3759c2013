"""Run one comparison in many councils at once: every council's futures in one batch, stored as ever."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

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
from simulation.runner.run_all import run_rest
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.runner.standing import standing
from simulation.store.opened import opened


@dataclass(frozen=True)
class Batch:
    """Hold the plan of each council and what has come of it; the councils in their order.

    Attributes
    ----------
    shared
        What replicates share, in every council.
    sums
        What each council comes to, by its number, once all its replicates are there.
    """

    councils: tuple[AuthorityProfile, ...]
    delays: tuple[float | None, ...]
    plans: tuple[Plan, ...]
    gatherers: tuple[Gatherer, ...]
    shared: Shared
    sums: dict[int, Council] = field(default_factory=dict)

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
    with standing(execution, years) as ready:
        batch = planned(request, councils, rollout)
        with opened(store) as kept:
            notes = _run_missing(batch, kept, ready)
    return summed_up(request, rollout, batch.summed(), batch.shared, notes)


def planned(
    request: CompareRequest, councils: Sequence[AuthorityProfile], rollout: Rollout
) -> Batch:
    """Settle everything before anything runs."""
    delays = rollout.delays(councils)
    _, scenario = request.arms()
    plans = tuple(
        make_plan(
            replace(request, authority=one.code, scenario=later(scenario, delay), without=()), one
        )
        for one, delay in zip(councils, delays, strict=True)
    )
    # No weeks are shown of many councils: they would take most of the memory.
    gatherers = tuple(Gatherer(one.tasks, most_weekly=0) for one in plans)
    shared = shared_by(np.arange(request.replicates), central=request.central)
    return Batch(tuple(councils), delays, plans, gatherers, shared)


def _run_missing(batch: Batch, store: RunStore, execution: Execution) -> tuple[str, ...]:
    """Take what is stored and run the rest; return what of the stored could not be used."""
    tasks = [(k, task) for k, one in enumerate(batch.plans) for task in one.tasks]
    reused = Reused()

    def take(place: int, run: ArmResult) -> None:
        k, task = tasks[place]
        batch.take(k, task, (run,))

    reused.take([task for _, task in tasks], store, take)
    if left := tuple(reused.left.values()):
        _run(batch, left, store, execution)
    return reused.notes()


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

    run_one = model_runner(execution)
    run_rest(left, run_one, execution, on_result, total=total, what="comparison")

"""Run one comparison in many councils at once: every council's futures in one batch, stored as ever."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from agents.synthesis.authority import AuthorityProfile
from scenarios.compare import Plan, RunStore, experiment_of, make_plan, model_runner
from scenarios.gather import Gatherer
from scenarios.many.result import Council, Many, summed_up
from scenarios.many.rollout import Rollout, later
from scenarios.request import CompareRequest
from scenarios.reuse import Reused
from scenarios.shared import shared_by
from simulation.runner.execution import USUAL, Execution
from simulation.runner.run_all import run_rest
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store.opened import opened


@dataclass(frozen=True)
class Batch:
    """Hold the plan of each council and what has come of it; the councils in their order."""

    councils: tuple[AuthorityProfile, ...]
    delays: tuple[float | None, ...]
    plans: tuple[Plan, ...]
    gatherers: tuple[Gatherer, ...]


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
    batch = planned(request, councils, rollout)
    tasks = [task for one in batch.plans for task in one.tasks]
    whose = {id(task): k for k, one in enumerate(batch.plans) for task in one.tasks}
    number = {one.code: k for k, one in enumerate(batch.councils)}
    with opened(store) as kept:
        reused = Reused()

        def take(place: int, run: ArmResult) -> None:
            task = tasks[place]
            batch.gatherers[whose[id(task)]].take(task, (run,))

        reused.take(tasks, kept, take)
        left = tuple(reused.left.values())
        if left:
            _run(batch, number, left, kept, execution)
    shared = shared_by(np.arange(request.replicates), central=request.central)
    found = [
        Council(one, delay, gatherer.whole().values)
        for one, delay, gatherer in zip(batch.councils, batch.delays, batch.gatherers, strict=True)
    ]
    return summed_up(request, rollout, found, shared, reused.notes())


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
    return Batch(tuple(councils), delays, plans, gatherers)


def _run(
    batch: Batch,
    number: dict[str, int],
    left: Sequence[ReplicateTask],
    store: RunStore,
    execution: Execution,
) -> None:
    """Run what is left, store each result as it comes, and put it in its council's place."""
    total = sum(len(one.tasks) for one in batch.plans)
    experiments: dict[int, str] = {}

    def on_result(task: ReplicateTask, results: tuple[ArmResult, ...]) -> None:
        k = number[task.profile.code]
        if k not in experiments:
            experiments[k] = store.experiment(*experiment_of(batch.plans[k]))
        store.add(task, results, experiments[k])
        batch.gatherers[k].take(task, results)

    run_rest(left, model_runner(), execution, on_result, total=total, what="comparison")

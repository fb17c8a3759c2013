"""The main job: two scenarios, the same futures, and what differs."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from typing import Any, Protocol

from agents.synthesis.authority import AuthorityProfile
from calibration.assemble import future_of
from calibration.authorities.load import profile
from scenarios.beliefs import Beliefs, shared_beliefs
from scenarios.comparison import Comparison
from scenarios.gather import Gathered, Gatherer
from scenarios.request import CompareRequest
from scenarios.reuse import Reused
from scenarios.scenario import Scenario
from scenarios.statistics import draw_groups
from scenarios.summarise import summarise
from simulation.errors import DoorwaysError
from simulation.runner.held import Held
from simulation.runner.run import run_tasks
from simulation.runner.spec import ArmResult, ArmSpec, ReplicateTask

type Runner = Callable[[ReplicateTask], tuple[ArmResult, ...]]
type Progress = Callable[[int, int], None]


class RunStore(Protocol):
    """What a comparison needs of the store of runs (`simulation.store.store.Store` has it)."""

    def experiment(self, name: str, config: Mapping[str, Any]) -> str:
        """Store what was asked for and return its key."""

    def held(self, tasks: Sequence[ReplicateTask]) -> Held:
        """Return what is stored of tasks and can be used, and what has yet to run."""

    def add(
        self, task: ReplicateTask, results: Sequence[ArmResult], experiment: str | None = None
    ) -> int:
        """Store the results of a task."""


class ComparisonStoppedError(DoorwaysError):
    """Say that a comparison was stopped before its end; what was finished is stored."""


@dataclass(frozen=True)
class Plan:
    """Hold everything that has to run, and what it rests on."""

    request: CompareRequest
    council: AuthorityProfile
    arms: tuple[Scenario, Scenario]
    beliefs: Beliefs
    tasks: tuple[ReplicateTask, ...]


def plan(request: CompareRequest, council: AuthorityProfile | None = None) -> list[ReplicateTask]:
    """Return the tasks of a comparison, one for each replicate, parameters drawn."""
    return list(make_plan(request, council).tasks)


def make_plan(request: CompareRequest, council: AuthorityProfile | None = None) -> Plan:
    """Settle everything a comparison needs before anything runs.

    Parameters
    ----------
    request
        What to compare.
    council
        The council's profile; by default the published one of the request's authority and year.

    Raises
    ------
    DoorwaysError
        When the council or a scenario is unknown, or the scenarios contradict each other.
    """
    arms = request.arms()
    council = council or profile(request.authority, request.base_year)
    beliefs = shared_beliefs(arms, central=request.central, calibration=request.calibration)
    specs = tuple(ArmSpec(arm.name, arm.interventions) for arm in arms)
    groups = draw_groups(request.replicates, central=request.central)
    drawn, coming = -1, future_of(council)
    tasks = []
    for replicate in range(request.replicates):
        wanted = 0 if request.central else int(groups[replicate])
        if wanted != drawn:
            drawn, values = wanted, beliefs.values(council, request.seed, wanted)
        tasks.append(
            ReplicateTask(
                coming, values, specs, request.seed, replicate, request.years, request.step_days
            )
        )
    return Plan(request, council, arms, beliefs, tuple(tasks))


def compare(
    request: CompareRequest,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    store: RunStore | None = None,
    db: str | None = None,
    executor: Executor | None = None,
    council: AuthorityProfile | None = None,
    runner: Runner | None = None,
) -> Comparison:
    """Run what is missing of a comparison and sum all of it up.

    Parameters
    ----------
    request
        What to compare.
    progress
        Called with the number of finished replicates, stored ones included, and of all.
    cancelled
        Asked often whether to stop.
    store
        Where runs are kept; by default the one `db` names.
    db
        SQLAlchemy address of the store; by default a file in the user's data directory.
    executor
        Where replicates run; by default processes of our own.
    council
        The council's profile, when it is not a published one.
    runner
        Runs one replicate; by default the model.

    Raises
    ------
    ComparisonStoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or a replicate fails.
    """
    began = time.perf_counter()
    made = make_plan(request, council)
    gatherer = Gatherer(made.tasks)
    with ExitStack() as stack:
        kept = store if store is not None else stack.enter_context(open_runs(db))
        planned = time.perf_counter()
        reused = Reused()
        reused.take(made.tasks, kept, lambda place, run: gatherer.take(made.tasks[place], (run,)))
        left = tuple(reused.left.values())
        if left:
            run_one = runner or model_runner()
            _run(made, left, kept, gatherer, run_one, executor, progress, cancelled)
    ran = time.perf_counter()
    whole = request.replicates - len(left)
    found = _finished(made, gatherer.gathered(), began, planned, ran, whole)
    return replace(found, notes=(*reused.notes(), *found.notes))


def open_runs(db: str | None) -> AbstractContextManager[RunStore]:
    """Open the store of runs at an address; by default a file in the user's data directory."""
    # Imported here: who brings a store of their own needs no database.
    from simulation.store.store import open_store

    return open_store(db)


def model_runner() -> Runner:
    """Return what runs one replicate of the model, compiled."""
    # Imported here: planning does not need the model. It is compiled before workers start, so
    # that it is compiled once and they all read it back.
    from simulation.runner.worker import run_replicate
    from simulation.simulate import is_ready, warm_up

    if not is_ready():
        warm_up()
    return run_replicate


def _run(
    made: Plan,
    left: Sequence[ReplicateTask],
    store: RunStore,
    gatherer: Gatherer,
    runner: Runner,
    executor: Executor | None,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> None:
    """Run what is left, store each result as it comes, and hand it on."""
    total, ready = len(made.tasks), len(made.tasks) - len(left)
    experiment = store.experiment(*_experiment(made)) if left else None

    def on_result(task: ReplicateTask, results: tuple[ArmResult, ...]) -> None:
        store.add(task, results, experiment)
        gatherer.take(task, results)

    def on_progress(done: int, _: int) -> None:
        if progress is not None:
            progress(ready + done, total)

    outcome = run_tasks(
        left,
        runner,
        executor=executor,
        workers=made.request.workers,
        on_result=on_result,
        progress=on_progress,
        cancelled=cancelled,
    )
    if outcome.missing:
        raise ComparisonStoppedError(
            "comparison",
            f"{ready + len(outcome.finished):,} of {total:,} replicates",
            "It was stopped; what was finished is stored.",
            "Run it again to do the rest.",
        )


def _experiment(made: Plan) -> tuple[str, dict[str, Any]]:
    """Return the name of what was asked for, and all of it."""
    request, (baseline, scenario) = made.request, made.arms
    config = {
        "authority": made.council.code,
        "base_year": made.council.year,
        "baseline": baseline.to_toml(),
        "scenario": scenario.to_toml(),
        "years": request.years,
        "replicates": request.replicates,
        "seed": request.seed,
        "step_days": request.step_days,
        "central": request.central,
        "calibration": request.calibration.key if request.calibration else None,
    }
    return f"{made.council.name}: {scenario.name} against {baseline.name}", config


def _finished(
    made: Plan, gathered: Gathered, began: float, planned: float, ran: float, reused: int
) -> Comparison:
    request = made.request
    timings = {
        "planning_seconds": round(planned - began, 3),
        "running_seconds": round(ran - planned, 3),
        "arm_seconds": {
            arm.name: round(seconds, 4)
            for arm, seconds in zip(made.arms, gathered.usual_seconds(), strict=True)
        },
        "replicates_run": request.replicates - reused,
        "replicates_reused": reused,
    }
    return summarise(
        request=request,
        council=made.council,
        arms=made.arms,
        beliefs=made.beliefs,
        gathered=gathered,
        timings=timings,
        began=began,
    )

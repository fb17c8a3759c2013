"""The main job: two scenarios, the same futures, and what differs."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile
from calibration.beliefs.parameters import future_of
from scenarios.arms import arm_of, without_services
from scenarios.beliefs import Beliefs, shared_beliefs
from scenarios.capacity import council_notes
from scenarios.comparison import Comparison
from scenarios.gather import Counts, Gathered, Gatherer
from scenarios.request import CompareRequest
from scenarios.reuse import Reused
from scenarios.scenario import Scenario
from scenarios.shared import PAIR, shared_by
from scenarios.summarise import summarise
from simulation.runner.execution import USUAL, Execution
from simulation.runner.held import Held
from simulation.runner.pool import Pool
from simulation.runner.run_all import run_rest
from simulation.runner.spec import ArmResult, ReplicateTask
from simulation.store.opened import opened

#: What there is so far is told again when it is this many times as much.
MORE: Final = 1.5

type Runner = Callable[[ReplicateTask], tuple[ArmResult, ...]]
type SoFar = Callable[[Comparison], None]


class Follower(Protocol):
    """What runs replicates in a way of its own, and keeps what it learns besides their results."""

    def runs(self, left: ReplicateTask, whole: ReplicateTask) -> ReplicateTask:
        """Return what runs of a replicate: what is left of it, or all of it again."""

    def runner(self, usual: Runner) -> Callable[[ReplicateTask], Any]:
        """Return what runs one replicate."""

    def results(self, task: ReplicateTask, found: Any) -> tuple[ArmResult, ...]:
        """Return the results of what was found, and keep the rest."""


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
    shared = shared_by(np.arange(request.replicates), central=request.central)
    drawn, coming = -1, future_of(council)
    tasks = []
    for replicate in range(request.replicates):
        wanted = 0 if request.central else int(shared.draws[replicate])
        if wanted != drawn:
            drawn, values = wanted, beliefs.values(council, request.seed, wanted)
            specs = tuple(arm_of(arm.name, arm.interventions, values) for arm in arms)
            common = without_services(values)
        tasks.append(
            ReplicateTask(
                coming,
                common,
                specs,
                request.seed,
                replicate,
                request.years,
                request.step_days,
                year_luck=int(shared.years[replicate]),
            )
        )
    return Plan(request, council, arms, beliefs, tuple(tasks))


def compare(
    request: CompareRequest,
    *,
    execution: Execution = USUAL,
    store: RunStore | str | Path | None = None,
    council: AuthorityProfile | None = None,
    runner: Runner | None = None,
    so_far: SoFar | None = None,
    follower: Follower | None = None,
) -> Comparison:
    """Run what is missing of a comparison and sum all of it up.

    Parameters
    ----------
    request
        What to compare.
    execution
        How replicates run, who is told how many are there, and who may stop it.
    store
        Where runs are kept, or its SQLAlchemy address; by default a file in the user's data
        directory.
    council
        The council's profile, when it is not a published one.
    runner
        Runs one replicate; by default the model.
    so_far
        Called now and then with the comparison of the replicates there are, the first time as soon
        as there are two.
    follower
        Has the replicates run, and learns more of them than their results; by default nobody does.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, or a replicate fails.
    """
    began = time.perf_counter()
    made = make_plan(request, council)
    gatherer = Gatherer(made.tasks)
    with opened(store) as kept:
        planned = time.perf_counter()
        reused = Reused()
        reused.take(made.tasks, kept, lambda place, run: gatherer.take(made.tasks[place], (run,)))
        left = tuple(reused.left.values())
        stored = gatherer.count()
        if left:
            run_one = runner or model_runner()
            arrived = _telling(made, gatherer, began, so_far) if so_far else _nobody
            _run(made, left, kept, gatherer, run_one, follower, execution, arrived)
    ran = time.perf_counter()
    gathered = gatherer.whole()
    timings = _timings(made, gathered, began, planned, ran, stored)
    found = _summed_up(made, gathered, timings, began)
    here = council_notes(made.arms, made.tasks[0])
    return replace(found, notes=(*reused.notes(), *here, *found.notes))


def model_runner(pool: Pool | None = None) -> Runner:
    """Return what runs one replicate of the model, compiled; a pool that stands ready has it."""
    # Imported here: planning does not need the model. It is compiled or read back once, before
    # threads that would all do so at the same time.
    from simulation.runner.worker import load, run_replicate

    if pool is None:
        load()
    return run_replicate


def yearly_runner() -> Callable[[ReplicateTask], tuple[NDArray[np.float64], ...]]:
    """Return what runs one replicate and gives its measures by year, no weeks; compiled."""
    from simulation.runner.worker import yearly_values

    model_runner()
    return yearly_values


def _run(
    made: Plan,
    left: Sequence[ReplicateTask],
    store: RunStore,
    gatherer: Gatherer,
    runner: Runner,
    follower: Follower | None,
    execution: Execution,
    arrived: Callable[[], None],
) -> None:
    """Run what is left, store each result as it comes, and hand it on."""
    experiment = store.experiment(*experiment_of(made))
    wanted = {task.replicate: task for task in left}
    run_one: Callable[[ReplicateTask], Any] = runner
    if follower:
        run_one = follower.runner(runner)
        left = [follower.runs(task, made.tasks[task.replicate]) for task in left]

    def on_result(ran: ReplicateTask, found: Any) -> None:
        task = wanted[ran.replicate]
        # An arm that was stored has been taken already.
        names = {arm.name for arm in task.arms}
        all_of_it = follower.results(ran, found) if follower else found
        results = tuple(one for one in all_of_it if one.arm in names)
        store.add(task, results, experiment)
        gatherer.take(task, results)
        arrived()

    run_rest(left, run_one, execution, on_result, total=len(made.tasks), what="comparison")


def experiment_of(made: Plan) -> tuple[str, dict[str, Any]]:
    """Return the name of what was asked for, and all of it."""
    request, (baseline, scenario) = made.request, made.arms
    config = {
        "authority": made.council.code,
        "base_year": made.council.year,
        "baseline": baseline.to_toml(),
        "scenario": scenario.to_toml(),
        "evidence": made.beliefs.digest(),
        **request.numbers(),
    }
    if (turned := scenario.turned_of)[0]:
        config["turned_of"] = [turned[0], list(turned[1])]
    return f"{made.council.name}: {scenario.name} against {baseline.name}", config


def _nobody() -> None:
    """Tell nobody that a result has arrived."""


def _telling(made: Plan, gatherer: Gatherer, began: float, so_far: SoFar) -> Callable[[], None]:
    """Return what tells of the replicates there are: two, then whenever there are half as many more."""
    told = 0

    def arrived() -> None:
        nonlocal told
        ready = gatherer.count().whole
        if max(PAIR, MORE * told) <= ready < len(made.tasks):
            told = ready
            so_far(_summed_up(made, gatherer.gathered(), {}, began))

    return arrived


def _timings(
    made: Plan,
    gathered: Gathered,
    began: float,
    planned: float,
    ran: float,
    stored: Counts,
) -> dict[str, Any]:
    """Return how long it took, and how much of it was stored before."""
    names = [arm.name for arm in made.arms]
    seconds = zip(names, gathered.usual_seconds(), strict=True)
    return {
        "planning_seconds": round(planned - began, 3),
        "running_seconds": round(ran - planned, 3),
        "arm_seconds": {name: round(usual, 4) for name, usual in seconds},
        "replicates_run": gathered.replicates.size - stored.whole,
        "replicates_reused": stored.whole,
        "runs_reused": dict(zip(names, stored.by_arm, strict=True)),
    }


def _summed_up(
    made: Plan, gathered: Gathered, timings: Mapping[str, Any], began: float
) -> Comparison:
    return summarise(
        request=made.request,
        council=made.council,
        arms=made.arms,
        beliefs=made.beliefs,
        gathered=gathered,
        timings=timings,
        began=began,
    )

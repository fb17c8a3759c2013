"""Run what is missing of a batch, a chunk of comparisons at a time; what fails is kept aside and named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any, Final, Protocol

from scenarios.batch import logs
from scenarios.batch.aside import Aside, tried
from scenarios.batch.cells import Batch, Cell
from scenarios.batch.logs import Logged
from scenarios.compare import Plan, experiment_of
from scenarios.reuse import Reused
from simulation.runner.execution import USUAL, Execution, StoppedError
from simulation.runner.run_all import run_rest
from simulation.runner.shelf import JobStore
from simulation.runner.spec import ArmResult, ReplicateTask

type Runner = Callable[[ReplicateTask], tuple[ArmResult, ...] | Logged | Aside]

#: Paired futures that are planned at once: what is planned of all would not fit in memory.
AT_ONCE: Final = 2000


class BatchStore(JobStore, Protocol):
    """What a batch needs of the store of runs (`simulation.store.store.Store` has it)."""

    def experiment(self, name: str, config: dict[str, Any]) -> str:
        """Store what was asked for and return its key."""

    def held(self, tasks: Sequence[ReplicateTask]) -> Any:
        """Return what is stored of tasks and can be used, and what has yet to run."""

    def add(
        self, task: ReplicateTask, results: Sequence[ArmResult], experiment: str | None = None
    ) -> int:
        """Store the results of a task."""


@dataclass
class Done:
    """Hold what a call did.

    Attributes
    ----------
    replicates, ran, stored
        Paired futures in all, run now, and stored before.
    aside
        Tasks that failed, however often they were tried.
    notes
        What of the stored could not be used, in sentences.
    """

    replicates: int = 0
    ran: int = 0
    stored: int = 0
    aside: list[Aside] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def attempted(task: ReplicateTask) -> tuple[ArmResult, ...] | Aside:
    """Run a task, again and again if it fails; a task that never works does not stop the others."""
    from simulation.runner.worker import run_replicate

    return tried(str(task), lambda: run_replicate(task))


def run_batch(
    batch: Batch,
    store: BatchStore,
    *,
    cells: Sequence[Cell] | None = None,
    execution: Execution = USUAL,
    runner: Runner | None = None,
) -> Done:
    """Run what is missing of a batch and store each result as it comes.

    Parameters
    ----------
    batch
        What to run.
    store
        Where runs are kept; what it holds is not run again.
    cells
        A part of the batch; by default all of it.
    execution
        How futures run, who is told how many are there, and who may stop it.
    runner
        Runs one task; by default with its logs of events where the plan asks for them.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    """
    from simulation.simulate import warm_up

    wanted = batch.cells if cells is None else cells
    runner = runner or (logs.logged if batch.plan.said.events else attempted)
    per = batch.plan.said.replicates
    done = Done(replicates=len(wanted) * per)
    warm_up()
    for chunk in batched(wanted, max(1, AT_ONCE // per)):
        _run(batch, chunk, store, execution, runner, done)
        if execution.stopping():
            raise stopped(done)
    return done


def stopped(done: Done) -> StoppedError:
    """Return how to go on."""
    said = f"{done.ran + done.stored:,} of {done.replicates:,} futures"
    return StoppedError("batch", said, "It was stopped; what was finished is stored.", "Resume it.")


def _run(
    batch: Batch,
    chunk: Sequence[Cell],
    store: BatchStore,
    execution: Execution,
    runner: Runner,
    done: Done,
) -> None:
    """Run what is missing of some comparisons."""
    plans = [batch.planned(cell) for cell in chunk]
    tasks = [task for one in plans for task in one.tasks]
    reused = _reused(batch, tasks, store)
    done.notes += [note for note in reused.notes() if note not in done.notes]
    done.stored += len(tasks) - len(reused.left)
    ready = done.ran + done.stored + len(done.aside)
    execution.tell(ready, done.replicates)
    if not reused.left:
        return
    owners = _owners(plans, reused.left)
    experiments: dict[int, str] = {}

    def on_result(task: ReplicateTask, results: tuple[ArmResult, ...] | Logged | Aside) -> None:
        if isinstance(results, Aside):
            done.aside.append(results)
            return
        if isinstance(results, Logged):
            logs.keep(task, results.logs, store)
            results = results.results
        k = owners[id(task)]
        if k not in experiments:
            experiments[k] = store.experiment(*experiment_of(plans[k]))
        store.add(task, results, experiments[k])
        done.ran += 1

    told = replace(execution, progress=lambda n, _: execution.tell(n, done.replicates))
    total = ready + len(reused.left)
    left = tuple(reused.left.values())
    run_rest(left, runner, told, on_result, total=total, ready=ready, what="batch", each="futures")


def _reused(batch: Batch, tasks: Sequence[ReplicateTask], store: BatchStore) -> Reused:
    """Look up what of some tasks is stored; a run without its log has to run again where logs are asked for."""
    reused = Reused()
    reused.take(tasks, store, lambda place, run: None)
    if batch.plan.said.events:
        for place, task in logs.lacking(tasks, store).items():
            left = {arm.name for arm in (*task.arms, *reused.left.get(place, task).arms)}
            both = tuple(arm for arm in tasks[place].arms if arm.name in left)
            reused.left[place] = replace(task, arms=both)
    return reused


def _owners(plans: Sequence[Plan], left: dict[int, ReplicateTask]) -> dict[int, int]:
    """Return for each task that is left the number of its plan."""
    places = [k for k, one in enumerate(plans) for _ in one.tasks]
    return {id(task): places[place] for place, task in left.items()}


def missing(batch: Batch, store: BatchStore, cells: Sequence[Cell] | None = None) -> dict[int, int]:
    """Return for each cell how many of its paired futures are not stored; nothing runs."""
    found = {}
    for cell in batch.cells if cells is None else cells:
        found[cell.number] = len(_reused(batch, batch.planned(cell).tasks, store).left)
    return found

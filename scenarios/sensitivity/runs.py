"""Run what is missing of a set of tasks, keep it in the ordinary store, and read the measures."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.compare import Runner, RunStore
from scenarios.reuse import Reused, Take
from scenarios.statistics import windowed
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.complete import check_complete
from simulation.runner.execution import USUAL, Execution
from simulation.runner.held import Unsound
from simulation.runner.run_all import run_rest
from simulation.runner.spec import ArmResult, ReplicateTask

type Floats = NDArray[np.float64]


@dataclass
class Bench:
    """Hold where and how the runs of a study are made, and count them.

    Attributes
    ----------
    store
        Where runs are kept.
    runner
        Runs one replicate; asked for only when something has to run.
    execution
        How runs are made, who is told how many of the whole study are there, and who may stop it.
    total
        Tasks of the whole study.
    done, ran
        Tasks finished so far, and those of them that were not stored before.
    unsound
        Stored runs that could not be used, by reason.
    """

    store: RunStore
    runner: Callable[[], Runner]
    execution: Execution = USUAL
    total: int = 0
    done: int = 0
    ran: int = 0
    unsound: Counter[Unsound] = field(default_factory=Counter)

    def outcomes(
        self, tasks: Sequence[ReplicateTask], name: str, config: Mapping[str, Any]
    ) -> Floats:
        """Return the measures of tasks by year, running what is not stored.

        Parameters
        ----------
        tasks
            What is wanted; all have the same arms and years.
        name, config
            What the store calls them, and all that was asked for.

        Returns
        -------
        numpy.ndarray
            Shape (arms, tasks, measures, years).

        Raises
        ------
        StoppedError
            When it was stopped before its end.
        DoorwaysError
            When a run fails or lacks a number, or the store cannot be read or written.
        """
        first = tasks[0]
        shape = len(first.arms), len(tasks), len(MEASURES), first.years
        found, taken = np.full(shape, np.nan), np.zeros(shape[:2], dtype=np.bool_)
        arm_of = {arm.name: i for i, arm in enumerate(first.arms)}

        def take(place: int, result: ArmResult) -> None:
            check_complete(tasks[place], result)
            found[arm_of[result.arm], place] = result.values
            taken[arm_of[result.arm], place] = True

        reused = Reused()
        reused.take(tasks, self.store, take)
        self.unsound += reused.unsound
        self.done += len(tasks) - len(reused.left)
        self.execution.tell(self.done, self.total)
        if reused.left:
            self._run(reused.left, name, config, take)
        if not taken.all():
            raise DoorwaysError(
                "sensitivity study",
                f"{int((~taken).sum()):,} of {taken.size:,} runs",
                "They are missing, and nothing can be said without them.",
                "Run it again: only what is missing will run.",
            )
        return found

    def _run(
        self, left: Mapping[int, ReplicateTask], name: str, config: Mapping[str, Any], take: Take
    ) -> None:
        experiment = self.store.experiment(name, config)
        places = {id(task): place for place, task in left.items()}

        def keep(task: ReplicateTask, results: Sequence[ArmResult]) -> None:
            self.store.add(task, results, experiment)
            for result in results:
                take(places[id(task)], result)

        run_rest(
            tuple(left.values()),
            self.runner(),
            self.execution,
            keep,
            total=self.total,
            ready=self.done,
            what="sensitivity study",
            each="runs",
        )
        self.done += len(left)
        self.ran += len(left)


def measured(outcomes: Floats, measure: str) -> Floats:
    """Return one measure over the whole horizon, shape (arms, tasks)."""
    place = BY_NAME[measure]
    kind = MEASURES[place].kind
    return np.stack([windowed(arm[:, place], kind)[:, -1] for arm in outcomes])

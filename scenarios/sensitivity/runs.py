"""Run what is missing of a set of tasks, keep it in the ordinary store, and read the measures."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import batched
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.compare import LOADED_AT_ONCE, Progress, Runner, RunStore
from scenarios.statistics import windowed
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.runner.complete import check_complete
from simulation.runner.run import run_tasks
from simulation.runner.spec import ReplicateTask, missing_tasks

type Floats = NDArray[np.float64]


class SensitivityStoppedError(DoorwaysError):
    """Say that a study was stopped before its end; what was finished is stored."""


@dataclass
class Bench:
    """Hold where and how the runs of a study are made, and count them.

    Attributes
    ----------
    store
        Where runs are kept.
    runner
        Runs one replicate; asked for only when something has to run.
    workers, executor
        As `simulation.runner.run.run_tasks` takes them.
    progress
        Called with the number of finished tasks of the whole study, and of all.
    cancelled
        Asked often whether to stop.
    total
        Tasks of the whole study.
    done, ran
        Tasks finished so far, and those of them that were not stored before.
    """

    store: RunStore
    runner: Callable[[], Runner]
    workers: int | None = None
    executor: Executor | None = None
    progress: Progress | None = None
    cancelled: Callable[[], bool] | None = None
    total: int = 0
    done: int = 0
    ran: int = 0

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
        SensitivityStoppedError
            When it was stopped before its end.
        DoorwaysError
            When a run fails or lacks a number, or the store cannot be read or written.
        """
        left = missing_tasks(tasks, self.store.existing)
        self.done += len(tasks) - len(left)
        self._tell(0)
        if left:
            self._run(left, name, config)
        return self._load(tasks)

    def _tell(self, more: int) -> None:
        if self.progress is not None:
            self.progress(self.done + more, self.total)

    def _run(self, left: Sequence[ReplicateTask], name: str, config: Mapping[str, Any]) -> None:
        experiment = self.store.experiment(name, config)
        outcome = run_tasks(
            left,
            self.runner(),
            executor=self.executor,
            workers=self.workers,
            on_result=lambda task, results: self._keep(task, results, experiment),
            progress=lambda done, _: self._tell(done),
            cancelled=self.cancelled,
        )
        self.done += len(outcome.finished)
        self.ran += len(outcome.finished)
        if outcome.missing:
            raise SensitivityStoppedError(
                "sensitivity study",
                f"{self.done:,} of {self.total:,} runs",
                "It was stopped; what was finished is stored.",
                "Run it again to do the rest.",
            )

    def _keep(self, task: ReplicateTask, results: Any, experiment: str) -> None:
        self.store.add(task, results, experiment)

    def _load(self, tasks: Sequence[ReplicateTask]) -> Floats:
        first = tasks[0]
        arms = len(first.arms)
        found = np.full((len(tasks), arms, len(MEASURES), first.years), np.nan)
        for places in batched(range(len(tasks)), LOADED_AT_ONCE):
            stored = list(self.store.load([tasks[place] for place in places]))
            for task, result in stored:
                check_complete(task, result)
            values = np.array([result.values for _, result in stored])
            found[list(places)] = values.reshape(len(places), arms, len(MEASURES), first.years)
        return np.moveaxis(found, 1, 0)


def measured(outcomes: Floats, measure: str) -> Floats:
    """Return one measure over the whole horizon, shape (arms, tasks)."""
    place = BY_NAME[measure]
    kind = MEASURES[place].kind
    return np.stack([windowed(arm[:, place], kind)[:, -1] for arm in outcomes])

"""Collect the results of replicates, in whatever order they come, into arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES
from simulation.runner.complete import check_complete
from simulation.runner.spec import ArmResult, ReplicateTask

#: Weekly bands are made of this many replicates at most, so that any number fits in memory.
MOST_WEEKLY: Final = 1000


@dataclass(frozen=True)
class Gathered:
    """Hold the results of all replicates.

    Attributes
    ----------
    values
        Measures by year, shape (arms, replicates, measures, years).
    weekly
        Weekly columns of the first replicates, shape (arms, some replicates, weeks, columns).
    seconds
        Time each run took, shape (arms, replicates).
    replicates
        Number of each replicate, shape (replicates,).
    """

    values: NDArray[np.float64]
    weekly: NDArray[np.float32]
    seconds: NDArray[np.float64]
    replicates: NDArray[np.intp]

    def usual_seconds(self) -> list[float]:
        """Return the median time of a run by arm; the first run in a process may compile."""
        return [float(v) for v in np.median(self.seconds, axis=1)]


@dataclass(frozen=True)
class Counts:
    """Say how many runs there are of each arm, and of how many replicates all arms."""

    by_arm: tuple[int, ...]
    whole: int


class Gatherer:
    """Put each result in its place: arm by name, replicate by its number."""

    def __init__(self, tasks: Sequence[ReplicateTask], most_weekly: int = MOST_WEEKLY) -> None:
        """Make room for the results of tasks, with the weeks of so many of the first replicates."""
        first = tasks[0]
        self._arm = {arm.name: i for i, arm in enumerate(first.arms)}
        self._most_weekly = min(len(tasks), most_weekly)
        arms, replicates = len(self._arm), len(tasks)
        self._values = np.full((arms, replicates, len(MEASURES), first.years), np.nan)
        self._seconds = np.zeros((arms, replicates))
        self._taken = np.zeros((arms, replicates), dtype=np.bool_)
        self._weekly: NDArray[np.float32] | None = None

    def take(self, task: ReplicateTask, results: Sequence[ArmResult]) -> None:
        """Keep the results of a task.

        Raises
        ------
        DoorwaysError
            When a number of one is missing or not finite.
        """
        for result in results:
            check_complete(task, result)
            place = self._arm[result.arm], task.replicate
            self._values[place] = result.values
            self._seconds[place] = result.seconds
            self._taken[place] = True
            if task.replicate < self._most_weekly:
                self._weeks(result.weekly)[place] = result.weekly

    def count(self) -> Counts:
        """Return how much has been taken so far."""
        by_arm = tuple(int(n) for n in self._taken.sum(axis=1))
        return Counts(by_arm, int(self._taken.all(axis=0).sum()))

    def whole(self) -> Gathered:
        """Return everything that was asked for.

        Raises
        ------
        DoorwaysError
            When a run of an arm is missing: the number of runs would be untrue.
        """
        lacking = int((~self._taken).sum())
        if lacking:
            raise DoorwaysError(
                "comparison",
                f"{lacking:,} of {self._taken.size:,} runs",
                "They are missing, and nothing can be said without them.",
                "Run it again: only what is missing will run.",
            )
        return self.gathered()

    def gathered(self) -> Gathered:
        """Return the replicates of which every arm has been taken so far."""
        whole = np.flatnonzero(self._taken.all(axis=0))
        weekly = self._weekly
        if weekly is None:
            weekly = np.zeros((len(self._arm), 0, 0, 0), dtype=np.float32)
        else:
            weekly = weekly[:, whole[whole < self._most_weekly]]
        return Gathered(self._values[:, whole], weekly, self._seconds[:, whole], whole)

    def _weeks(self, example: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the room for weekly columns, made when the first result shows its shape."""
        if self._weekly is None:
            shape = (len(self._arm), self._most_weekly, *example.shape)
            self._weekly = np.full(shape, np.nan, dtype=np.float32)
        return self._weekly

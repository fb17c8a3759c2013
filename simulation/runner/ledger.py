"""What has been run, what failed and what is still to do: the parent's bookkeeping."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from simulation.errors import DoorwaysError
from simulation.runner.batch import Answers, Failure
from simulation.runner.execution import Progress

#: A batch lasts about this long, so that sending it costs nothing and stopping is prompt.
BATCH_SECONDS = 0.5
#: Seconds of work left that repay two or three of starting processes: threads of one process get
#: in each other's way for about a tenth of their time.
REPAYING_SECONDS = 30.0


@dataclass(frozen=True)
class Outcome[T]:
    """Say how a run of tasks ended.

    Attributes
    ----------
    finished, missing
        The tasks that gave a result and those that did not, in their first order.
    cancelled
        Whether it was stopped before its end.
    """

    finished: tuple[T, ...]
    missing: tuple[T, ...]
    cancelled: bool


class Ledger[T, R]:
    """Keep the books of one run of tasks; a task is known by its place in the sequence."""

    def __init__(
        self,
        tasks: Sequence[T],
        on_result: Callable[[T, R], None] | None,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> None:
        self.tasks = tasks
        self.todo = deque(range(len(tasks)))
        self.cancelled = False
        self.failure: tuple[int, Failure] | None = None
        self.dead: list[int] = []
        self._finished: set[int] = set()
        self._on_result, self._progress, self._ask = on_result, progress, cancelled
        self._task_seconds = 0.0
        self._say()

    def _say(self) -> None:
        self._progress(len(self._finished), len(self.tasks))

    def stopping(self) -> bool:
        """Whether no further task should start: cancelled, or one failed."""
        self.cancelled = self.cancelled or self._ask()
        return self.cancelled or self.failure is not None

    def take(self, places: Sequence[int], answers: Answers[R]) -> None:
        """Hand on the results of a batch and note its failures."""
        for place, answer in zip(places, answers.given, strict=False):
            if isinstance(answer, Failure):
                self.failure = self.failure or (place, answer)
                continue
            if self._on_result is not None:
                self._on_result(self.tasks[place], answer)
            self._finished.add(place)
        if answers.given:
            self._task_seconds = answers.seconds / len(answers.given)
        self._say()

    def batch_size(self, workers: int) -> int:
        """How many tasks the next batch should hold; the first ones find out, with one each."""
        if not self._task_seconds:
            return 1
        fair = len(self.todo) // (2 * workers)
        return max(1, min(fair, round(BATCH_SECONDS / self._task_seconds)))

    def repays_processes(self, workers: int) -> bool:
        """Whether what is left will take long enough to start processes for it."""
        # The first tasks of a process load what later ones find loaded.
        if len(self._finished) < 2 * workers:
            return False
        return len(self.todo) * self._task_seconds / workers > REPAYING_SECONDS

    def next_batch(self, size: int) -> list[int]:
        """Take the next tasks off the list."""
        return [self.todo.popleft() for _ in range(min(size, len(self.todo)))]

    def set_todo(self, places: Iterable[int]) -> None:
        """Put these tasks, and no others, on the list."""
        self.todo.clear()
        self.todo.extend(places)

    def outcome(self) -> Outcome[T]:
        """Close the books.

        Raises
        ------
        DoorwaysError
            When a task failed or kept killing its worker.
        """
        if self.failure is not None:
            raise self._failed(*self.failure)
        if self.dead:
            raise self._died()
        done = tuple(t for i, t in enumerate(self.tasks) if i in self._finished)
        left = tuple(t for i, t in enumerate(self.tasks) if i not in self._finished)
        return Outcome(done, left, self.cancelled and bool(left))

    def kept(self) -> str:
        """Say what is safe."""
        return f"{len(self._finished)} of {len(self.tasks)} finished and are kept."

    def _failed(self, place: int, failure: Failure) -> DoorwaysError:
        task = str(self.tasks[place])
        if failure.mistake is not None:
            failure.mistake.add_note(f"In {task}.")
            return failure.mistake
        error = DoorwaysError(
            task,
            failure.says,
            f"This run failed inside its worker. {self.kept()}",
            "Run again with --workers 1 to see where; a later run does only what is missing.",
        )
        error.add_note(failure.trail)
        return error

    def _died(self) -> DoorwaysError:
        names = "; ".join(str(self.tasks[place]) for place in self.dead)
        return DoorwaysError(
            "worker process",
            names,
            f"It was killed again and again while running this alone. {self.kept()}",
            "Memory is the usual reason: close other programs or use fewer --workers; "
            "a later run does only what is missing.",
        )

"""A progress bar with the time left, on stderr so that results can be piped."""

from dataclasses import replace
from types import TracebackType
from typing import Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from dashboards.cli.console import messages
from simulation.runner.execution import Execution


class Bar:
    """Show how far a long job is; silent when asked to be.

    Parameters
    ----------
    title
        What is being done.
    quiet
        Show nothing.
    """

    def __init__(self, title: str, *, quiet: bool) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("time left"),
            TimeRemainingColumn(),
            TextColumn("elapsed"),
            TimeElapsedColumn(),
            console=messages(),
            disable=quiet,
        )
        self._task = self._progress.add_task(title, total=None)
        self.done = 0
        self.total = 0

    def update(self, done: int, total: int) -> None:
        """Move the bar to `done` of `total`."""
        self.done, self.total = done, total
        self._progress.update(self._task, completed=done, total=total)

    def watching(self, execution: Execution) -> Execution:
        """Return the same execution, told to move this bar."""
        return replace(execution, progress=self.update)

    def name(self, title: str) -> None:
        """Say what is being done now; what was done before counts no longer."""
        self.done = self.total = 0
        self._progress.reset(self._task, total=None, description=title)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trail: TracebackType | None,
    ) -> None:
        self._progress.stop()

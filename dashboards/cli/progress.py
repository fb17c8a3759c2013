"""How far a long job is, on stderr so that results can be piped: a bar on a terminal, lines of a log elsewhere."""

import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Final, Self

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from dashboards.cli.console import messages
from dashboards.pace import Pace, in_words
from simulation.runner.execution import Execution

#: Seconds between two lines of a log.
EVERY: Final = 10.0


class _Rate(ProgressColumn):
    """Say how many are finished a second."""

    def render(self, task: Task) -> Text:
        """Return the rate, once it is known."""
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else _a_second(speed))


def _a_second(rate: float) -> str:
    return f"{rate:,.1f} a second"


class Bar:
    """Show how far a long job is; silent when asked to be.

    Parameters
    ----------
    title
        What is being done.
    quiet
        Show nothing.
    clock
        Tells the seconds of a log's lines.
    """

    def __init__(
        self, title: str, *, quiet: bool, clock: Callable[[], float] = time.monotonic
    ) -> None:
        console = messages()
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TextColumn("time left"),
            TimeRemainingColumn(),
            TextColumn("elapsed"),
            TimeElapsedColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._task = self._progress.add_task(title, total=None)
        self._log = None if quiet or console.is_terminal else _Log(title, clock)
        self.done = 0
        self.total = 0

    def update(self, done: int, total: int) -> None:
        """Move the bar to `done` of `total`."""
        self.done, self.total = done, total
        self._progress.update(self._task, completed=done, total=total)
        if self._log is not None:
            self._log.note(done, total)

    def watching(self, execution: Execution) -> Execution:
        """Return the same execution, told to move this bar."""
        return replace(execution, progress=self.update)

    def name(self, title: str) -> None:
        """Say what is being done now; what was done before counts no longer."""
        self.done = self.total = 0
        self._progress.reset(self._task, total=None, description=title)
        if self._log is not None:
            self._log.name(title)

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
        if self._log is not None:
            self._log.end()


class _Log:
    """Tell a file or a pipe how far it is: a line now and then, and one for where each stage ended."""

    def __init__(self, title: str, clock: Callable[[], float]) -> None:
        self._title, self._clock = title, clock
        self._pace, self._last = Pace(), clock()
        self._told: str | None = None
        self._now = (0, 0)

    def name(self, title: str) -> None:
        """Begin another stage."""
        self.end()
        self._title, self._pace, self._now, self._told = title, Pace(), (0, 0), None

    def note(self, done: int, total: int) -> None:
        """Take how far it is; a line is due every so many seconds."""
        now = self._clock()
        self._now = (done, total)
        self._pace.note(done, total, now)
        if now - self._last >= EVERY:
            self._last = now
            self._say(now)

    def end(self) -> None:
        """Say where it ended, unless that was the last thing said or nothing was counted."""
        if self._now[1]:
            self._say(self._clock())

    def _say(self, now: float) -> None:
        done, total = self._now
        said = f"{self._title}: {done:,} of {total:,}"
        if said == self._told:
            return
        self._told = said
        rate, left = self._pace.rate(), self._pace.left(now)
        parts = [said, "" if rate is None else _a_second(rate)]
        parts += [in_words(left)] if left is not None and done < total else []
        messages().print(", ".join(filter(None, parts)), markup=False)

"""Run something of many futures behind a progress bar; nothing of it is stored."""

from collections.abc import Callable
from dataclasses import replace

import typer

from dashboards.cli.compiling import announce
from dashboards.cli.console import messages
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from simulation.runner.execution import Execution, StoppedError


def behind_a_bar[T](work: Callable[[Execution], T], workers: int | None, *, quiet: bool) -> T:
    """Return what some work gives, which tells a bar how far it is.

    Raises
    ------
    typer.Exit
        When it was stopped.
    """
    bar = Bar("Simulating", quiet=quiet)
    try:
        announce(quiet=quiet)
        with bar:
            return work(replace(Execution(workers), progress=bar.update))
    except (KeyboardInterrupt, StoppedError):
        messages().print("Stopped. Nothing of it is stored; the same command begins again.")
        raise typer.Exit(STOPPED) from None

"""Run something of many futures behind a progress bar; whoever stops it is told what is kept, and how to go on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dashboards.cli.compiling import announce
from dashboards.cli.console import messages
from dashboards.cli.guard import STOPPED
from dashboards.cli.progress import Bar
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf

if TYPE_CHECKING:
    from dashboards.cli.simulated import Simulated

#: What a bar says when it is futures that run.
SIMULATING = "Simulating"


@contextmanager
def behind_a_bar(
    title: str, execution: Execution, *, quiet: bool, stored: str = ""
) -> Iterator[Execution]:
    """Give an execution that tells a bar how far it is.

    Parameters
    ----------
    title
        What is being done.
    execution
        How it runs.
    quiet
        Show no bar.
    stored
        What is stored of it as it comes, in the plural; by default nothing is.

    Raises
    ------
    typer.Exit
        When it was stopped.
    """
    with stoppable(title, quiet=quiet, stored=stored) as bar, bar:
        yield bar.watching(execution)


@contextmanager
def simulating(
    said: "Simulated", title: str = SIMULATING, stored: str = "futures"
) -> Iterator[tuple[Bar, Execution]]:
    """Give a bar and an execution that tells it how far it is and stores what each task gives.

    Parameters
    ----------
    said
        What runs, and where it is kept.
    title, stored
        What is being done, and what is stored of it in the plural.

    Raises
    ------
    typer.Exit
        When it was stopped.
    DoorwaysError
        When the database cannot be used.
    """
    with (
        stoppable(title, quiet=said.quiet, stored=stored) as bar,
        shelved(said.execution, said.db) as kept,
        bar,
    ):
        yield bar, bar.watching(kept)


@contextmanager
def shelved(execution: Execution, db: str | Path | None) -> Iterator[Execution]:
    """Give an execution that stores what each task gives in a results database; None is the user's own.

    Raises
    ------
    DoorwaysError
        When the database cannot be used.
    """
    from simulation.store.store import open_store

    with open_store(db) as store:
        yield replace(execution, shelf=Shelf(store, messages().print))


@contextmanager
def stoppable(title: str, *, quiet: bool, stored: str = "") -> Iterator[Bar]:
    """Give a bar that is not shown yet; as `behind_a_bar` for work that first opens a store.

    What is open inside is closed, and so all of it is stored, before anything is said.
    """
    bar = Bar(title, quiet=quiet)
    try:
        announce(quiet=quiet)
        yield bar
    except (KeyboardInterrupt, StoppedError):
        messages().print(f"Stopped. {_kept(bar, stored)}")
        raise typer.Exit(STOPPED) from None


def _kept(bar: Bar, stored: str) -> str:
    """Say what is stored of what was stopped, and how to go on."""
    if not stored:
        return "Nothing of it is stored; the same command begins again."
    # Stopped while it was still being planned, nothing has been counted yet.
    kept = f"{bar.done:,} of {bar.total:,} {stored} are finished and stored"
    return (
        f"{kept if bar.total else f'Finished {stored} are stored'}; the same command does the rest."
    )

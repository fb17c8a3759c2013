"""The boards of this server: its comparisons and its studies, which share one desk."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.jobs import Board, Desk, Job
from dashboards.pages.beside_choice import Beside
from dashboards.pages.choice import Choice
from dashboards.pages.compared import Compared
from dashboards.pages.study import Chosen, Result

if TYPE_CHECKING:
    from dashboards.estimates import Banks
    from dashboards.pages.beside_running import Together


@cache
def desk() -> Desk:
    """Return what does the work of all boards."""
    return Desk()


@cache
def comparisons() -> Board[Choice, Compared]:
    """Return the board of comparisons."""
    from dashboards.pages.running import look, run

    return Board(run, look, desk())


@cache
def besides() -> "Board[Beside, Together]":
    """Return the board of comparisons side by side."""
    from dashboards.pages.beside_running import look, run

    return Board(run, look, desk())


@cache
def banks() -> "Banks":
    """Return what makes banks for first estimates."""
    from dashboards.estimates import Banks
    from dashboards.pages.running import request_of, workers

    return Banks(desk(), lambda key: request_of(Choice(*key)), workers())


@cache
def studies() -> Board[Chosen, Result]:
    """Return the board of every other study."""
    from dashboards.pages.running_study import run

    return Board(run, desk=desk())


def asked() -> list[Job[Any, Any]]:
    """Return everything that somebody started here: what waits or runs first, then the newest."""
    every: list[Job[Any, Any]] = [*comparisons().asked(), *besides().asked(), *studies().asked()]
    return sorted(every, key=lambda job: (not job.open, -job.number))


def file_of(key: str, name: str) -> Path | None:
    """Return a file that is offered: its key cannot be guessed, its name is one that was given."""
    kept = [one.away for one in comparisons().results()] + [one.away for one in studies().results()]
    found = (one for one in kept if one is not None and one.key == key and name in one.offered)
    return next((one.folder / name for one in found), None)


def close() -> None:
    """Ask everything to stop and wait for its end; what is served next in this process begins anew."""
    comparisons().stop_all()
    besides().stop_all()
    studies().stop_all()
    banks().close()
    desk().close()
    # Else the next server would know whom the last one trusted, and have threads that have ended.
    for one in (comparisons, besides, banks, studies, desk):
        one.cache_clear()

"""`doorways backtest`: forecasts as they could have been made, against what was published."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.clusters import anywhere
from dashboards.cli.console import output
from dashboards.cli.database import Database
from dashboards.cli.delivering import tell_where
from dashboards.cli.folder import Folder, called, results_in
from dashboards.cli.running import shelved, stoppable
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution

if TYPE_CHECKING:
    from calibration.checks.backtest.scorecard import Scorecard

#: Letters of a folder's name that may say which councils there are.
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Wanted:
    """Say what is forecast: from which years, how far, which councils (None: all), how often."""

    origins: tuple[int, ...]
    horizons: tuple[int, ...]
    councils: tuple[str, ...] | None
    replicates: int
    seed: int


@anywhere
def backtest(
    origin: Annotated[
        list[int] | None,
        typer.Option(
            metavar="YEAR",
            help="Forecast from 31 March of this year; may be given again. Default: every year that can be scored.",
        ),
    ] = None,
    horizon: Annotated[
        int, typer.Option(metavar="YEARS", min=1, help="Score one to so many years on.")
    ] = 2,
    authority: Annotated[
        list[str] | None, typer.Option(help="Council, by name or ONS code; may be given again.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every council.")] = False,
    replicates: Annotated[
        int, typer.Option(metavar="N", min=2, help="Simulated futures of each council.")
    ] = 40,
    seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 1,
    execution: Execution = USUAL,
    db: Database = None,
    out: Folder = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Forecast past years as if they had not happened yet, and score that beside simple rules.

    Prints the scorecard and writes report.html, scorecard.csv, councils.csv, backtest.json and
    pictures into a folder. Finished forecasts are stored: Ctrl-C loses none, and the same command
    goes on.
    """
    wanted = _wanted(origin, horizon, authority, every, replicates, seed)
    _check(wanted)
    folder = results_in(out, _folder_name(wanted))
    _deliver(_run(wanted, execution, db, quiet=quiet), folder, quiet=quiet)


def _wanted(
    origin: list[int] | None,
    horizon: int,
    authority: list[str] | None,
    every: bool,
    replicates: int,
    seed: int,
) -> Wanted:
    from calibration.checks.backtest.run import settled_origins

    if every == bool(authority):
        raise DoorwaysError(
            "back-test",
            "--all and --authority" if every else "no council",
            "Either every council is forecast, or those that are named.",
            "Use --all, or --authority once for each council.",
        )
    origins = tuple(dict.fromkeys(origin or settled_origins()))
    horizons = tuple(range(1, horizon + 1))
    return Wanted(origins, horizons, tuple(authority) if authority else None, replicates, seed)


def _check(wanted: Wanted) -> None:
    """Say what is wrong before anything long begins."""
    from calibration.checks.backtest.run import tasks_for

    tasks_for(wanted.origins, wanted.horizons, wanted.councils, wanted.replicates, wanted.seed)


def _folder_name(wanted: Wanted) -> str:
    """Name a folder after what makes the back-test, so that another one does not replace it."""
    named = [str(year) for year in wanted.origins]
    words = ["backtest", *named, f"{wanted.horizons[-1]}y", *(wanted.councils or ("all",))]
    words += [f"{wanted.replicates}r", f"seed{wanted.seed}"]
    return called(words)[:_LONGEST_NAME]


def _run(wanted: Wanted, execution: Execution, db: str | None, *, quiet: bool) -> "Scorecard":
    """Make the forecasts that are not stored behind a progress bar; say how to go on when stopped."""
    from calibration.checks.backtest.run import backtest as run

    with (
        stoppable("Forecasting", quiet=quiet, stored="forecasts") as bar,
        shelved(execution, db) as kept,
        bar,
    ):
        return run(
            wanted.origins,
            wanted.horizons,
            wanted.councils,
            wanted.replicates,
            wanted.seed,
            execution=bar.watching(kept),
        )


def _deliver(card: "Scorecard", folder: Path, *, quiet: bool) -> None:
    from dashboards.cli.backtest_table import show
    from dashboards.report.backtest import write_all

    charts = write_all(folder, card)
    if quiet:
        return
    console = output()
    show(console, card)
    files = {"Scorecard": "scorecard.csv", "Councils": "councils.csv", "Numbers": "backtest.json"}
    files |= {f"{len(charts)} charts": "charts"}
    tell_where(console, folder, {"Report": "report.html"} | files)

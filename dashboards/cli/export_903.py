"""`doorways export-903`: a stored run as a children looked after return, for training and testing."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.console import output
from dashboards.cli.database import Database
from dashboards.cli.folder import named_folder

RunKey = Annotated[
    str,
    typer.Option(
        "--from",
        metavar="RUNKEY",
        help="The run's key, or how it begins: doorways store runs.",
    ),
]
Out = Annotated[
    Path,
    typer.Argument(metavar="OUT", parser=named_folder, help="Folder for the return, new or empty."),
]


FirstYear = Annotated[
    int | None,
    typer.Option(
        "--first-year",
        metavar="YEAR",
        help="Year to 31 March that the first return is said to be of; default: the run's own.",
    ),
]


def export_903(out: Out, run: RunKey, first_year: FirstYear = None, db: Database = None) -> None:
    """Write everybody a stored run looked after as a return (SSDA903): CSV, a folder a year, valid codes.

    The run is made again from what is stored of it. No child of it is real: use it to train people and
    to test what reads returns.
    """
    from dashboards.report.folder import prepare
    from scenarios.exporting.lives import lives_of
    from scenarios.exporting.written import tables_of, write_return
    from simulation.errors import DoorwaysError
    from simulation.numbers import counted
    from simulation.store.store import open_store

    with open_store(db) as store:
        recipe = store.recipe(run.strip().lower())
    if recipe.task is None:
        step = "Ask for its comparison again, and export one of the new runs."
        raise DoorwaysError("run", run, " ".join(recipe.faults), step)
    if next(prepare(out).iterdir(), None) is not None:
        rule = "There is something in it already."
        raise DoorwaysError("output folder", str(out), rule, "Name a new or an empty one.")
    lives = lives_of(recipe.task, first_year)
    tables = tables_of(lives)
    files = write_return(out, tables)
    council = recipe.task.profile
    years = f"{min(tables) - 1}-{max(tables) % 100:02d}"
    console = output()
    console.print(
        f"{council.name}, {counted(len(tables), 'simulated year')} ({years}): {len(lives.children):,} children in {len(files)} files. "
        "None of them is real.",
        style="bold",
        markup=False,
    )
    for year, one in tables.items():
        counts = ", ".join(f"{len(rows):,} {name}" for name, rows in one.items())
        console.print(f"Year to 31 March {year}: {counts}", markup=False)
    if lives.merged:
        console.print(
            f"{lives.merged:,} events that fell on the day of another of the same child are one with it: a return knows days.",
            markup=False,
        )
    console.print(f"Read it: doorways import-903 {out}", markup=False, soft_wrap=True)

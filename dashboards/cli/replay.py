"""`doorways replay`: a stored run, made again from what is stored of it."""

from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.asked import Quiet
from dashboards.cli.database import Database
from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen
from dashboards.cli.guard import BROKEN

if TYPE_CHECKING:
    from scenarios.replay.replay import Replayed


def replay(
    run_key: Annotated[
        str,
        typer.Argument(
            metavar="RUNKEY", help="The run's key, or how it begins: doorways store runs."
        ),
    ],
    json_file: JsonFile = None,
    db: Database = None,
    quiet: Quiet = False,
) -> None:
    """Make a stored run again from what is stored of it, and say whether every number is the same.

    Leaves with code 1 when one is not; then it says which, and what else is otherwise: code, libraries, machine,
    figures. Nothing stored is changed.
    """
    from dashboards.report import replay_sheets
    from scenarios.replay.replay import replay as made_again
    from simulation.store.store import open_store

    check_file(json_file)
    with open_store(db) as store:
        found = made_again(run_key.strip().lower(), store)
    deliver_json(json_file, replay_sheets.plain(found))
    if not quiet:
        _show(found, json_file)
    if not found.exact:
        raise typer.Exit(BROKEN)


def _show(found: "Replayed", json_file: str | None) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import replay_sheets

    console = screen(json_file)
    console.print(replay_sheets.about(found), style="bold", markup=False)
    console.print(sheet_table(replay_sheets.circumstances(found)))
    console.print(replay_sheets.verdict(found), markup=False)
    if found.differences:
        console.print(sheet_table(replay_sheets.differences(found)))
    for line in replay_sheets.moved(found):
        console.print(line, markup=False)

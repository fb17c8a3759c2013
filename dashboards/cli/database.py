"""The option --db: every command reads it before it makes or writes anything."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.console import messages


def readable(address: str | None) -> str | None:
    """Return an address as it was given, once it is known to be one; say so where its folder is not there yet.

    Raises
    ------
    DoorwaysError
        When it is no address; the message does not repeat it.
    """
    if address is not None:
        # Imported here: most commands are given none and must not wait for SQLAlchemy.
        from simulation.store.address import file_of, to_url

        file = file_of(to_url(address))
        if file is not None and _lacks_folder(file):
            said = f"There is no folder {file.parent}: it is made, with a new database in it."
            messages().print(said, markup=False, soft_wrap=True)
    return address


def _lacks_folder(file: Path) -> bool:
    try:
        return not file.parent.exists()
    except OSError:
        # Opening it says what is wrong.
        return False


Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        callback=readable,
        help="Results database: a file, or an SQLAlchemy address of SQLite or PostgreSQL; "
        "default: a file in your data directory.",
    ),
]
"""Where a command looks for what is stored."""

DatabaseOrOut = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        callback=readable,
        help="Results database: a file, or an SQLAlchemy address of SQLite or PostgreSQL; "
        "default: a file in --out, or in your data directory.",
    ),
]
"""The same, for commands that keep their database in the folder that --out names."""

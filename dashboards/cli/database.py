"""The option --db: every command reads it before it makes or writes anything."""

from typing import Annotated

import typer


def readable(address: str | None) -> str | None:
    """Return an address as it was given, once it is known to be one.

    Raises
    ------
    DoorwaysError
        When it is no address; the message does not repeat it.
    """
    if address is not None:
        # Imported here: most commands are given none and must not wait for SQLAlchemy.
        from simulation.store.address import to_url

        to_url(address)
    return address


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

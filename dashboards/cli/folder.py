"""The option --out: where a command that writes a report puts it."""

from pathlib import Path
from typing import Annotated

import typer

from simulation.errors import DoorwaysError

#: Where results go when no folder is named.
RESULTS = Path("out")


def named_folder(text: str) -> Path:
    """Return the folder a person names.

    Raises
    ------
    DoorwaysError
        When it has no name: a variable of a shell that is empty would otherwise be this folder.
    """
    if not text.strip():
        raise DoorwaysError(
            "output folder", text, "It has no name.", "Name one; a dot stands for this folder."
        )
    return Path(text)


Folder = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        parser=named_folder,
        help="Folder for the results; default: one named after them, in out.",
    ),
]

"""The option --out: where a command that writes a report puts it."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.errors import DoorwaysError
from simulation.names import slug

if TYPE_CHECKING:
    from scenarios.request import CompareRequest

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


def called(words: Iterable[str]) -> str:
    """Return a folder's name made of words that say what is in it."""
    return slug(" ".join(words))


def named_after(request: "CompareRequest", words: Iterable[str], made: object) -> Path:
    """Return the folder of a study, named after what makes it; check the council on the way.

    Parameters
    ----------
    request
        What is simulated.
    words
        What the study is of, after the council's name.
    made
        Everything else that makes it what it is, as plain data.

    Raises
    ------
    DoorwaysError
        When the council is unknown.
    """
    from calibration.beliefs.authorities.load import profile
    from dashboards.cli.calibrations import in_words
    from simulation.runner.spec import digest

    council = profile(request.authority, request.base_year).name
    said = [council, *words, f"{request.years}y", f"{request.replicates}r", f"seed{request.seed}"]
    said += ["central"] if request.central else []
    return RESULTS / called([*said, *in_words(request.calibration), digest(made)[:6]])


def store_beside(folder: Path, out: Path | None, db: str | None) -> str | Path | None:
    """Return where runs are stored: as asked, else beside results that a person gave a folder."""
    from simulation.store.address import FILE_NAME

    return folder / FILE_NAME if db is None and out is not None else db


Folder = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR",
        parser=named_folder,
        help="Folder for the results; default: one named after them, in out.",
    ),
]

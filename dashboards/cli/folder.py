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
        When it has no name: a variable of a shell that is empty would otherwise be this folder; or is an
        address, which is not repeated, since it may hold a password.
    """
    if "://" in text:
        rule = "It is an address, and no folder."
        raise DoorwaysError("output folder", "an address", rule, "--db takes that of a database.")
    if not text.strip():
        raise DoorwaysError(
            "output folder", text, "It has no name.", "Name one; a dot stands for this folder."
        )
    return Path(text)


def called(words: Iterable[str]) -> str:
    """Return a folder's name made of words that say what is in it."""
    return slug(" ".join(words))


def results_in(out: Path | None, named: str) -> Path:
    """Return the folder that was asked for, else one of a name, once it is known to take files.

    Its name is worked out even where another is asked for: that checks what it is made of.

    Raises
    ------
    DoorwaysError
        When it cannot be made or written to.
    """
    from dashboards.report.folder import prepare

    return prepare(out or RESULTS / named)


def of_runs(request: "CompareRequest") -> list[str]:
    """Return words for what decides the runs besides council, scenarios and years."""
    from dashboards.cli.calibrations import in_words

    said = [f"{request.replicates}r", f"seed{request.seed}"]
    said += [f"step{request.step_days:g}"] if request.step_days != type(request).step_days else []
    said += ["central"] if request.central else []
    return [*said, *in_words(request.calibration)]


def named_after(request: "CompareRequest", words: Iterable[str], made: object) -> str:
    """Return a name for the folder of a study, after what makes it; check the council on the way.

    Parameters
    ----------
    request
        What is simulated.
    words
        What the study is of, after the council's name.
    made
        Everything that makes it what it is besides the council and the runs, as plain data.

    Raises
    ------
    DoorwaysError
        When the council is unknown.
    """
    from calibration.beliefs.authorities.load import profile
    from simulation.runner.spec import digest

    council = profile(request.authority, request.base_year).name
    return called([council, *words, *of_runs(request), digest(made)[:6]])


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

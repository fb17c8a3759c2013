"""What commands that find something hand over: on screen, as --json, and where the rest of it stands."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from dashboards.cli.asked import STDOUT
from dashboards.cli.console import messages, output, write_out

if TYPE_CHECKING:
    from rich.console import Console

#: Letters that the names of files take at least, so that those of most studies stand level.
_WIDE: Final = 12
JsonFile = Annotated[
    str | None,
    typer.Option(
        "--json", metavar="FILE", help="Also write every number there; - is standard output."
    ),
]


def check_file(file: str | None) -> None:
    """Check before a long run that a file that is asked for can be written.

    Raises
    ------
    DoorwaysError
        When it cannot.
    """
    from dashboards.report.folder import prepare_file

    if file is not None and file != STDOUT:
        prepare_file(Path(file))


def screen(json: str | None) -> "Console":
    """Return where words and tables go: not where every number goes."""
    return messages() if json == STDOUT else output()


def deliver_json(json: str | None, found: Mapping[str, Any]) -> None:
    """Write every number where it is asked for."""
    from dashboards.report.folder import to_json, write_json

    if json == STDOUT:
        write_out(to_json(found))
    elif json is not None:
        write_json(Path(json), found)


def hand_over(
    found: Mapping[str, Any],
    show: Callable[["Console", Mapping[str, Any]], None],
    write: Callable[[], object],
    folder: Path,
    files: Mapping[str, str],
    json: str | None,
    *,
    quiet: bool,
) -> None:
    """Show what a study found, write all of it, and say where everything is.

    On screen first: charts take longer than tables.

    Parameters
    ----------
    show
        Prints what was found.
    write
        Writes the files into the folder.
    files
        As in `tell_where`.
    json
        Where every number is asked for.
    """
    console = screen(json)
    if not quiet:
        show(console, found)
    write()
    deliver_json(json, found)
    if not quiet:
        tell_where(console, folder, files)


def tell_notes(console: "Console", notes: Iterable[str] = ()) -> None:
    """Say what has to be borne in mind, last what is true of all that is shown."""
    for note in notes:
        console.print(f"Note: {note}", markup=False)
    console.print("Synthetic data: not a prediction of any child.")


def tell_where(console: "Console", folder: Path, files: Mapping[str, str]) -> None:
    """Say where everything is.

    Parameters
    ----------
    files
        By what they are called on screen: their names in the folder, more forms of one after its own.
    """
    console.print()
    wide = max(_WIDE, 1 + max(map(len, files)))
    for what, name in files.items():
        console.print(f"{what:<{wide}}{folder / name}", markup=False, soft_wrap=True)

"""The year from whose 31 March everything starts unless another is asked for: the one place that says it."""

from pathlib import Path
from typing import Final

from simulation.errors import DoorwaysError
from simulation.files.data_folder import data_folder
from simulation.files.reading import read_text
from simulation.files.writing import write_text

#: The year that ships as base year, and to which England's levels and the spread of councils are fitted.
FITTED: Final = 2024
#: Folder of years that ship and that the user took anew.
REVISED: Final = "revised"
_THING: Final = "base year"
_FILE: Final = "base_year.txt"


def own_folder() -> Path:
    """Return the folder of the tables that this user added; it may not be there.

    Raises
    ------
    DoorwaysError
        When this user has no home.
    """
    return data_folder("published tables", "Set HOME.") / "published"


def folder_of(year: int) -> Path:
    """Return the folder of a year's own tables: shipped years that were revised have one of their own.

    So a year that was added gives way to the same year once it ships, and a revised one does not.
    """
    return own_folder() / REVISED if year <= FITTED else own_folder()


def own_tables() -> Path | None:
    """Return the folder of added tables, None where there can be none."""
    try:
        return own_folder()
    except DoorwaysError:
        return None


def base_year() -> int:
    """Return the base year: the one that was chosen by `doorways data use`, else `FITTED`.

    Raises
    ------
    DoorwaysError
        When what was chosen cannot be read, or its tables are gone.
    """
    folder = own_tables()
    if folder is None or not (folder / _FILE).is_file():
        return FITTED
    text = read_text(folder / _FILE, _THING).strip()
    step = f"Choose again with doorways data use; {FITTED} is always there."
    if not text.isdecimal():
        raise DoorwaysError(_THING, text, f"{folder / _FILE} holds no year.", step)
    # Years that ship have their tables elsewhere, and are never gone.
    if int(text) > FITTED and not (folder / f"profiles_{text}.csv").is_file():
        raise DoorwaysError(_THING, text, f"Its tables are no longer in {folder}.", step)
    return int(text)


def choose(year: int) -> None:
    """Make a year the base year of everything this user runs."""
    file = own_folder() / _FILE
    if year == FITTED:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    write_text(file, f"{year}\n")

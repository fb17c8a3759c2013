"""The folder of this user in which Doorways keeps what lasts: runs, and councils' own data."""

from pathlib import Path

from platformdirs import user_data_path

from simulation.errors import DoorwaysError


def data_folder(thing: str, step: str) -> Path:
    """Return the folder; it may not be there yet.

    Parameters
    ----------
    thing, step
        What needs it, and what to do without, for the error.

    Raises
    ------
    DoorwaysError
        When this user has no home.
    """
    folder = user_data_path("doorways", appauthor=False)
    if not folder.is_absolute():
        rule = "Your home folder is not known, so there is no place to keep it in."
        raise DoorwaysError(thing, "your data directory", rule, step)
    return folder

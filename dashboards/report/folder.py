"""The folder and files that results are written into: tried before the run, written after it."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation.errors import DoorwaysError
from simulation.files.plain_text import UNSEEN
from simulation.files.writing import write_text


def prepare(folder: Path) -> Path:
    """Make the folder and prove that files can be written into it.

    Raises
    ------
    DoorwaysError
        When it cannot be made or written to.
    """
    if folder.is_file():
        rule = "It is a file, and a folder is wanted: several files are written into it."
        raise DoorwaysError("output folder", str(folder), rule, "Name a folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DoorwaysError(
            "output folder",
            str(folder),
            f"It cannot be written to ({_reason(error)}).",
            "Choose another folder with --out.",
        ) from error
    return folder


def prepare_file(file: Path) -> Path:
    """Prove that a file can be written, leaving what is in it alone.

    Raises
    ------
    DoorwaysError
        When it cannot.
    """
    try:
        if file.exists():
            with file.open("r+b"):
                pass
        else:
            with tempfile.TemporaryFile(dir=file.parent):
                pass
    except OSError as error:
        raise DoorwaysError(
            "file",
            str(file),
            f"It cannot be written ({_reason(error)}).",
            "Choose a file in a folder that exists and is yours.",
        ) from error
    return file


def write_json(file: Path, found: Mapping[str, Any]) -> None:
    """Write every number of a result."""
    write_text(file, to_json(found))


def to_json(found: Mapping[str, Any]) -> str:
    """Return a result as JSON text with a line's end."""
    text = json.dumps(found, indent=2, ensure_ascii=False, allow_nan=False)
    # JSON can spell any character; those that steer a terminal never stand in it bare.
    return UNSEEN.sub(lambda one: f"\\u{ord(one[0]):04x}", text) + "\n"


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()

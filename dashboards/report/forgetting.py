"""Find folders of results by what their numbers name, and take files and folders away."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from simulation.errors import DoorwaysError
from simulation.names import slug, whole


def mention(folder: Path, code: str) -> bool:
    """Whether the numbers of a folder's own results name a council.

    Raises
    ------
    DoorwaysError
        When they cannot be read, so that nobody knows.
    """
    named = whole(code)
    return any(named.search(_text(one)) for one in sorted(folder.glob("*.json")) if one.is_file())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as fault:
        rule = (
            f"Whose results it holds cannot be read ({fault.strerror}); nothing is taken away yet."
        )
        step = "Check its permissions or take it out of the folder, and ask again."
        raise DoorwaysError("results", str(path), rule, step) from None


def within(folder: Path, code: str) -> list[Path]:
    """Return the folders of results in a folder that are of a council, those of stopped runs too."""
    if not folder.is_dir():
        return []
    own = f"{slug(code)}-"
    return sorted(
        one
        for one in folder.iterdir()
        if one.is_dir() and (mention(one, code) or (one.name.startswith(own) and _is_empty(one)))
    )


def _is_empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def take_away(paths: Iterable[Path]) -> list[Path]:
    """Take away files and folders that are there; return them.

    Raises
    ------
    DoorwaysError
        When one cannot be taken away.
    """
    gone = []
    for path in paths:
        if not path.exists():
            continue
        try:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
        except OSError as fault:
            rule = f"It cannot be taken away ({(fault.strerror or type(fault).__name__).lower()})."
            step = "Close what has it open, and ask again."
            raise DoorwaysError("results", str(path), rule, step) from None
        gone.append(path)
    return gone

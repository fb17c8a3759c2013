"""Keep what happens in a room, line by line, so that no fault of a laptop loses it; and forget it."""

import json
import os
import secrets
from pathlib import Path
from typing import Final

import psutil

from dashboards.workshop.room import Event, RefusedError, Room, after
from simulation.errors import DoorwaysError
from simulation.files.data_folder import data_folder
from simulation.files.writing import write_text

#: No letter of a code is taken for another or for a digit, and none makes a word.
LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"
CODE: Final = 6
_ENDING: Final = ".events"
#: Beside a room's file while a program has it open: which one.
_HELD: Final = ".held"


def new_code() -> str:
    """Return the letters of a new room."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def usual_folder() -> Path:
    """Return where this user's rooms are kept.

    Raises
    ------
    DoorwaysError
        When this user has no home.
    """
    step = "Name a folder with --folder."
    return data_folder("workshop", step) / "workshop"


class Kept:
    """Hold a room and the file its events are in; each is written before the room shows it.

    Parameters
    ----------
    path
        The file, which holds one event a line.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mark = path.with_suffix(_HELD)
        _refuse_shared(self._mark)
        self.room, whole = _read(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("r+b" if path.exists() else "w+b", buffering=0)
            # What a power cut left half written was never shown to anybody.
            self._file.truncate(whole)
            self._file.seek(whole)
            write_text(self._mark, _myself())
        except OSError as fault:
            rule = f"What happens in the room cannot be kept there ({fault.strerror})."
            raise DoorwaysError("workshop", str(path), rule, "Name a --folder.") from None

    def add(self, event: Event) -> Room:
        """Take an event: check it, write it, and return the room after it.

        Raises
        ------
        RefusedError
            When it does not fit the room, or cannot be written down; nothing is written.
        """
        room = after(self.room, event)
        if room != self.room or event["did"] == "opened":
            self._write(json.dumps(event, ensure_ascii=True).encode("ascii") + b"\n")
        self.room = room
        return room

    def _write(self, line: bytes) -> None:
        """Write a line whole, or leave the file as it was."""
        end = self._file.tell()
        try:
            written, why = self._file.write(line), "the disk is full"
        except OSError as fault:
            written, why = 0, str(fault.strerror)
        if written != len(line):
            self._file.truncate(end)
            self._file.seek(end)
            step = "Make room on this laptop's disk, and try again."
            raise RefusedError("room", f"It could not be written down ({why}).", step)

    def close(self) -> None:
        """Let go of the file; it stays."""
        self._file.close()
        self._mark.unlink(missing_ok=True)

    def forget(self) -> None:
        """Remove the file and all that is in it."""
        self.close()
        self.path.unlink(missing_ok=True)


def kept_room(folder: Path) -> Path | None:
    """Return the file of the room that has not ended, the newest where there are several."""
    found = sorted(folder.glob(f"*{_ENDING}"), key=lambda one: one.stat().st_mtime)
    return found[-1] if found else None


def forget_room(path: Path) -> None:
    """Remove the file of a room that no program has open, whatever is in it.

    Raises
    ------
    DoorwaysError
        When one has.
    """
    mark = path.with_suffix(_HELD)
    _refuse_shared(mark)
    path.unlink(missing_ok=True)
    mark.unlink(missing_ok=True)


def fresh_room(folder: Path, story: str, source: str) -> Kept:
    """Open a new room for a story, read from a file or among those that ship."""
    code = new_code()
    kept = Kept(folder / f"{code}{_ENDING}")
    kept.add({"did": "opened", "code": code.lower(), "story": story, "source": source})
    return kept


def _myself() -> str:
    """Return what tells this program from any other, also from one that gets its number later."""
    return f"{os.getpid()} {psutil.Process().create_time():.2f}"


def _refuse_shared(mark: Path) -> None:
    """Check that no other program has a room open: both would write into it.

    Raises
    ------
    DoorwaysError
        When one has.
    """
    try:
        said = mark.read_text(encoding="utf-8")
        process = psutil.Process(int(said.partition(" ")[0]))
        alive = said == f"{process.pid} {process.create_time():.2f}"
    except (OSError, ValueError, psutil.Error):
        return  # Nobody's, or left behind by a program that was killed.
    if alive and process.pid != os.getpid():
        rule = "Another window of this laptop serves this room now."
        step = "Close that one, or name another --folder for a second room."
        raise DoorwaysError("workshop", mark.stem, rule, step)


def _read(path: Path) -> tuple[Room, int]:
    """Return the room that a file's whole lines make, and where the last of them ends."""
    room, end = Room(), 0
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return room, end
    except OSError as fault:
        rule = f"The room's file cannot be read ({fault.strerror})."
        raise DoorwaysError("workshop", str(path), rule, "Start a --new room.") from None
    for line in content.split(b"\n")[:-1]:
        try:
            event = json.loads(line)
            room = after(room, event if isinstance(event, dict) else {})
        except (ValueError, RefusedError):
            rule = "A line of the room's file is no event of such a room."
            raise DoorwaysError("workshop", str(path), rule, "Start a --new room.") from None
        end += len(line) + 1
    return room, end

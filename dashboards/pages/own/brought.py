"""Files of a return that a browser brings, piece by piece, into a folder that its owner alone can read."""

import base64
import binascii
import re
import shutil
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from simulation.errors import DoorwaysError

#: Returns that are held at once; the oldest goes.
KEPT: Final = 4
#: Bytes and files that one may have.
MOST_BYTES: Final = 128_000_000
MOST_FILES: Final = 200
SUFFIXES: Final = frozenset((".csv", ".txt", ".xlsx", ".xlsm", ".xml", ".zip"))
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_PLAIN: Final = re.compile(r"[^\w .()-]+")
_LONGEST, _DEEPEST = 100, 4


class Return:
    """Hold the files of one return; its folder goes with it."""

    def __init__(self) -> None:
        # Made for its owner alone.
        self.folder = Path(tempfile.mkdtemp(prefix="doorways-"))
        #: Where each file lies, by its number: in its own folder, as those of one year belong together.
        self.names: dict[int, str] = {}
        self.size = 0
        self.next = 0
        self.fault = ""
        self.whole = False
        weakref.finalize(self, shutil.rmtree, self.folder, ignore_errors=True)


class Brought:
    """Hold the returns that were brought, the newest last."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Return] = OrderedDict()
        self._lock = threading.Lock()

    def piece(self, said: Any) -> None:
        """Take one piece of a file; what is no piece of ours is let be.

        Parameters
        ----------
        said
            `key` of the return, `of`: which file it is, and its `name` with its folders, `at`: which piece of all it is,
            `data` in base64, and `last` for the last one.
        """
        if not isinstance(said, Mapping) or not _KEY.fullmatch(str(said.get("key"))):
            return
        with self._lock:
            one = self._held.pop(str(said["key"]), None) or Return()
            self._held[str(said["key"])] = one
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
            if not one.fault and not one.whole:
                one.fault = _put(one, said)

    def folder(self, key: str) -> Path:
        """Return where the files of a return lie.

        Raises
        ------
        DoorwaysError
            When it is not here, not whole, or was refused.
        """
        with self._lock:
            one = self._held.get(key)
            fault = (
                "" if one is None else one.fault or ("" if one.whole else "It did not come whole.")
            )
        step = "Choose the files again."
        if one is None:
            rule = "It went when the program was started again, or others took its place."
            raise DoorwaysError("return", "none here", rule, step)
        if fault:
            raise DoorwaysError("return", "its files", fault, step)
        return one.folder

    def names(self, key: str) -> list[str]:
        """Return what the files of a return are called; nothing where there is none."""
        with self._lock:
            return list(self._held[key].names.values()) if key in self._held else []

    def forget(self, key: str) -> None:
        """Take the files of a return away; what they were called stays, for the page that shows what came of them."""
        with self._lock:
            one = self._held.get(key)
            if one is not None:
                one.fault = "It was read, and its files are taken away."
                shutil.rmtree(one.folder, ignore_errors=True)


#: Of this program.
brought: Final = Brought()


def _put(one: Return, said: Mapping[str, Any]) -> str:
    """Add a piece to its file; return what is wrong with it."""
    if said.get("at") != one.next:
        return "A piece of it was lost on the way."
    try:
        data = base64.b64decode(str(said.get("data")), validate=True)
    except (binascii.Error, ValueError):
        return "A piece of it was damaged on the way."
    name = _safe(str(said.get("name")))
    if Path(name).suffix.lower() not in SUFFIXES:
        return f"It takes {', '.join(sorted(SUFFIXES))} files; {name} is none."
    number = said["of"] if isinstance(said.get("of"), int) else 0
    # Some systems do not tell capitals from small letters.
    others = {was.casefold() for of, was in one.names.items() if of != number}
    if name.casefold() in others:
        return f"Two files are called {name}: bring their folder or a zip, so that each year's stay together."
    one.names[number] = name
    one.size += len(data)
    if one.size > MOST_BYTES or len(one.names) > MOST_FILES:
        return f"It may have {MOST_FILES} files and {MOST_BYTES // 1_000_000} MB; doorways import-903 takes more."
    path = one.folder / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.write(data)
    except OSError as fault:
        return f"{name} cannot be held ({(fault.strerror or type(fault).__name__).lower()})."
    one.next += 1
    one.whole = bool(said.get("last"))
    return ""


def _safe(name: str) -> str:
    """Return a file's path within its return, without what a name cannot hold everywhere, and no way out of it."""
    parts = [_PLAIN.sub("_", part)[-_LONGEST:].lstrip(". ") for part in re.split(r"[/\\]", name)]
    return "/".join([part for part in parts if part][-_DEEPEST:]) or "file"

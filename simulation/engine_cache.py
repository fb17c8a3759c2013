"""Where compiled engines are kept, and how they are read back: whole and unchanged, or not at all.

Each engine is one file: the digest of its name and of what follows, then the compiler's own record
of the machine code. Nothing is handed to the compiler before the digest was found right: half a
record could end the process, and another engine's would run other rules. What is damaged counts as
absent: the engine is compiled again, and what is written then takes its place.
"""

import atexit
import hashlib
import os
import pickle
import shutil
import tempfile
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any
from uuid import uuid4

from numba.core.caching import NullCache
from numba.core.compiler import CompileResult
from numba.core.serialize import dumps
from platformdirs import user_cache_path

#: Environment variable that names another folder. Processes started from here inherit it, and
#: with it the temporary folder this one may have had to use.
FOLDER = "DOORWAYS_ENGINES"
_DIGEST_SIZE = hashlib.sha256().digest_size


class Kept(Enum):
    """Say whether an engine can be read back."""

    GOOD = "good"
    NONE = "none"
    DAMAGED = "damaged"


class _DamagedError(Exception):
    """Say that a file is not what was written."""


def folder() -> Path:
    """Return the folder compiled engines are kept in; it need not exist."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else user_cache_path("doorways", appauthor=False) / "engines"


def look(name: str) -> Kept:
    """Say whether an engine is kept whole, without changing anything."""
    files = _files(name)
    try:
        for path in files:
            _read(path)
    except (OSError, _DamagedError):
        return Kept.DAMAGED
    return Kept.GOOD if files else Kept.NONE


def unusable() -> str:
    """Say why nothing can be kept in the folder; empty when something can."""
    try:
        place = _made()
        with tempfile.TemporaryFile(dir=place):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def move_away() -> Path:
    """Keep engines in a temporary folder from now on, for as long as this process lives.

    Raises
    ------
    OSError
        When there is no room for temporary files either.
    """
    fresh = tempfile.mkdtemp(prefix="doorways-")
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    os.environ[FOLDER] = fresh
    return Path(fresh)


class EngineCache(NullCache):  # type: ignore[misc]
    """Keep what numba makes of one engine's entry: one file for each kind of arguments.

    Parameters
    ----------
    name
        Name of the engine, which holds the digest of all it is made of.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def cache_path(self) -> str:
        """Return the folder, as numba's statistics show it."""
        return str(folder())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return what was compiled for these arguments, or None when it has to be compiled."""
        # Machine code needs nothing of what would compile it, which takes longer to load than itself.
        try:
            kinds, record = pickle.loads(_read(folder() / self._file(sig)))
            return CompileResult._rebuild(target_context, *record) if kinds == sig else None
        except FileNotFoundError:
            return None
        except Exception:  # noqa: BLE001 - whatever is wrong with it, compiling again mends it
            return None

    def save_overload(self, sig: Any, result: Any) -> None:
        """Keep what was compiled, in a temporary folder if it must be."""
        record = dumps((sig, result._reduce()))
        try:
            _write(self._file(sig), record)
        except OSError:
            # Windows refuses to replace what somebody reads, who then has the same.
            if look(self._name) is not Kept.GOOD:
                # Without room for temporary files either, each process compiles for itself.
                with suppress(OSError):
                    move_away()
                    _write(self._file(sig), record)

    def _file(self, sig: Any) -> str:
        return f"{self._name}_{hashlib.sha256(str(sig).encode()).hexdigest()[:12]}.engine"


def sealed(name: str, record: bytes) -> bytes:
    """Return the digest that stands before a record in a file of a name."""
    return hashlib.sha256(name.encode() + record).digest()


def _files(name: str) -> list[Path]:
    try:
        return sorted(folder().glob(f"{name}_*.engine"))
    except OSError:
        return []


def _read(path: Path) -> bytes:
    """Return what was written to a file."""
    held = path.read_bytes()
    digest, record = held[:_DIGEST_SIZE], held[_DIGEST_SIZE:]
    if digest != sealed(path.name, record):
        raise _DamagedError
    return record


def _write(name: str, record: bytes) -> None:
    """Write a file whole or not at all, whoever else is writing it."""
    place = _made()
    fresh = place / f"{name}.{uuid4().hex}.tmp"
    try:
        fresh.write_bytes(sealed(name, record) + record)
        fresh.replace(place / name)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _made() -> Path:
    """Return the folder, made if it was not there."""
    place = folder()
    if not place.is_absolute():
        raise OSError(f"{place} is not a whole path: the user has no home folder")
    place.mkdir(parents=True, exist_ok=True)
    return place

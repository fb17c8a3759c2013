"""Type a command line in this process: its own folder, streams and environment, and what it left."""

import io
import os
import shutil
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dashboards.cli.app import main

#: Folders of a person's account, all below one; the command is typed in the first.
HERE, HOME, DATA, CACHE, TEMPORARY = "here", "home", "data", "cache", "tmp"
_FOLDERS: Final = (HERE, HOME, DATA, CACHE, TEMPORARY)


@dataclass(frozen=True)
class Said:
    """Hold what a command line came to: its exit code, its output, and the files it left."""

    code: int
    out: str
    err: str
    left: frozenset[Path] = field(default_factory=frozenset)

    @property
    def both(self) -> str:
        """Return all output."""
        return self.out + self.err


class Account:
    """Keep an account of its own below `root`: a place to type in, a home, a data folder.

    Parameters
    ----------
    root
        An empty folder.
    files
        What lies in the place to type in before each command: content by name, None for a folder.
    """

    def __init__(self, root: Path, files: Mapping[str, bytes | None] | None = None) -> None:
        self.root, self.here = root, root / HERE
        self._files = dict(files or {})
        self._own: dict[Path, int] = {}
        self.clean()

    def clean(self) -> None:
        """Make everything as it was before the first command."""
        if self._own and self._own == self._sizes():
            return
        for name in _FOLDERS:
            shutil.rmtree(self.root / name, ignore_errors=True)
            (self.root / name).mkdir()
        for name, content in self._files.items():
            if content is None:
                (self.here / name).mkdir()
            else:
                (self.here / name).write_bytes(content)
        self._own = self._sizes()

    def type(
        self, *words: str, changed: Mapping[str, str | None] | None = None, encoding: str = "utf-8"
    ) -> Said:
        """Run `doorways` with these words, the environment changed so, the terminal in an encoding."""
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2))
        with (
            _streams(out, err, ["doorways", *words]),
            _environment(self.environ(changed or {})),
            _inside(self.here),
            _temporary(self.root / TEMPORARY),
            _signals(),
        ):
            code = _code()
        return Said(code, _heard(out), _heard(err), self.left())

    def left(self) -> frozenset[Path]:
        """Return the files and folders that were not there before, below `root`."""
        return frozenset(path for path in self._sizes() if path not in self._own)

    def environ(self, changed: Mapping[str, str | None]) -> dict[str, str | None]:
        """Return what the account's environment sets or, with None, lacks."""
        own = {
            "HOME": str(self.root / HOME),
            "USERPROFILE": str(self.root / HOME),
            "XDG_DATA_HOME": str(self.root / DATA),
            "LOCALAPPDATA": str(self.root / DATA),
        }
        return own | {k: v and v.replace("ROOT", str(self.root)) for k, v in changed.items()}

    def _sizes(self) -> dict[Path, int]:
        """Return every file and folder with its size; folders count as -1."""
        found = {}
        for folder, folders, files in os.walk(self.root):
            place = Path(folder).relative_to(self.root)
            found |= {place / name: -1 for name in folders}
            found |= {place / name: (Path(folder) / name).lstat().st_size for name in files}
        return found


def _code() -> int:
    try:
        main()
    except SystemExit as leaving:
        if isinstance(leaving.code, int) or leaving.code is None:
            return leaving.code or 0
        return 1
    return 0


def _heard(stream: io.TextIOWrapper) -> str:
    raw = stream.buffer
    with suppress(ValueError):
        stream.flush()
    return (
        raw.getvalue().decode("utf-8", errors="surrogateescape")
        if isinstance(raw, io.BytesIO)
        else ""
    )


@contextmanager
def _streams(out: io.TextIOWrapper, err: io.TextIOWrapper, words: list[str]) -> Iterator[None]:
    before = sys.stdout, sys.stderr, sys.argv
    sys.stdout, sys.stderr, sys.argv = out, err, words
    try:
        yield
    finally:
        sys.stdout, sys.stderr, sys.argv = before


@contextmanager
def _environment(changed: Mapping[str, str | None]) -> Iterator[None]:
    before = dict(os.environ)
    for name, value in changed.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
    try:
        yield
    finally:
        for name in set(os.environ) - set(before):
            del os.environ[name]
        os.environ.update(before)


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _temporary(folder: Path) -> Iterator[None]:
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


@contextmanager
def _signals() -> Iterator[None]:
    """Put back what the program does about being told to end."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    minded = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in minded]
    try:
        yield
    finally:
        for number, handler in zip(minded, before, strict=True):
            signal.signal(number, handler)

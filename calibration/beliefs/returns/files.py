"""Find the files of a return: in a folder, in a zip archive, or one by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from calibration.beliefs.returns.archive import opened
from simulation.errors import DoorwaysError

THING: Final = "return"
#: Bytes of one file and of all files together, opened.
MOST_FILE, MOST_ALL = 400_000_000, 2_000_000_000
TABLES: Final = frozenset({".csv", ".tsv", ".txt"})
XML: Final = ".xml"
WORKBOOKS: Final = frozenset({".xlsx", ".xlsm"})
#: Kinds that hold tables and cannot be read; passing them over would lose them quietly.
_UNREAD: Final = frozenset({".xls", ".xlsb", ".ods", ".7z", ".rar", ".gz"})
_ZIP: Final = ".zip"
_HIDDEN: Final = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Source:
    """One file: its path within what was handed over, and what is in it."""

    name: str
    content: bytes

    @property
    def kind(self) -> str:
        """Return the ending of its name, in small letters."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass
class Found:
    """The files that may hold tables, and the names of others."""

    sources: list[Source] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def find(path: Path) -> Found:
    """Return the files of a return, in the order of their names.

    Raises
    ------
    DoorwaysError
        When there is nothing to read, a file is of a kind that cannot be read or is locked, or is too
        large.
    """
    if not path.exists():
        raise DoorwaysError(
            THING, str(path), "There is no such folder or file.", "Check the path and the name."
        )
    found, size = Found(), 0
    for name, content in _every(path):
        source = Source(name, content)
        _check_kind(source)
        size += len(content)
        if size > MOST_ALL:
            rule = f"All files together hold more than {MOST_ALL:,} bytes."
            raise DoorwaysError(THING, str(path), rule, "Hand over fewer years at a time.")
        if source.kind in TABLES | WORKBOOKS | {XML}:
            found.sources.append(source)
        else:
            found.passed_over.append(name)
    if not found.sources:
        rule = "It holds no .csv, .xml or .xlsx file."
        raise DoorwaysError(THING, str(path), rule, "Name the folder or archive of the return.")
    return found


def _check_kind(source: Source) -> None:
    if source.kind in _UNREAD:
        rule = f"Files of the kind {source.kind} cannot be read."
        raise DoorwaysError("file", source.name, rule, "Save it as .csv or .xlsx, or take it out.")
    if source.kind == _ZIP:
        rule, step = "It is an archive within an archive.", "Unpack the outer one, name its folder."
        raise DoorwaysError("archive", source.name, rule, step)


def _every(path: Path) -> Iterator[tuple[str, bytes]]:
    """Return every file that is meant to be seen with its name, archives opened."""
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for one in files:
        name = one.relative_to(path).as_posix() if path.is_dir() else one.name
        if _is_hidden(name):
            continue
        content = _content(name, one)
        if one.suffix.lower() == _ZIP:
            yield from _of_archive(name if path.is_dir() else "", content, one.name)
        else:
            yield name, content


def _is_hidden(name: str) -> bool:
    return any(part.startswith(_HIDDEN) for part in PurePosixPath(name).parts)


def _content(name: str, path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_FILE:
            raise _too_large(name)
        return path.read_bytes()
    except OSError as fault:
        rule = f"It cannot be read ({fault.strerror})."
        step = "Close it where it is open, and check its permissions."
        raise DoorwaysError("file", name, rule, step) from None


def _of_archive(inside: str, content: bytes, shown: str) -> Iterator[tuple[str, bytes]]:
    def refusal(why: str) -> DoorwaysError:
        rule = f"It cannot be opened as a zip archive ({why})."
        step = "Pack it again without a password, or unpack it and name the folder."
        return DoorwaysError("archive", shown, rule, step)

    with opened(content, refusal) as archive:
        for entry in sorted(archive.infolist(), key=lambda one: one.filename):
            if entry.is_dir() or _is_hidden(entry.filename):
                continue
            if entry.file_size > MOST_FILE:
                raise _too_large(entry.filename)
            name = f"{inside}/{entry.filename}" if inside else entry.filename
            yield name, archive.read(entry)


def _too_large(name: str) -> DoorwaysError:
    rule = f"It holds more than {MOST_FILE:,} bytes."
    return DoorwaysError("file", name, rule, "Hand over fewer years at a time.")

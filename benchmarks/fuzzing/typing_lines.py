"""What must hold of any command line whatever: it works or says in a sentence why not."""

import re
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from fuzzing.campaign import BrokenRuleError, note
from fuzzing.lines import Command, Line, commands
from fuzzing.reading import check_seen
from fuzzing.shell import DATA, HERE, HOME, Account, Said
from fuzzing.words import SECRET, fixtures

#: Exit codes: done, could be mended, Ctrl-C, and only where the help says so: something is wrong.
DONE, WRONG, MISTAKE, STOPPED, TERMINATED = 0, 1, 2, 130, 143
INTERNAL: Final = (
    "Traceback (most recent",
    "inside Doorways",
    'File "',
    "Warning:",
    "Exception ignored",
)
#: Files that only stay where something was cut short.
_HALF: Final = (".new", ".tmp", ".part")
_OWN: Final = {"out", "doorways.sqlite", "doorways.sqlite-wal", "doorways.sqlite-shm"}


def check_said(said: Said, command: Command | None, *, coloured: bool = False) -> None:
    """Raise unless a command line ended as it may, and said so where it should."""
    for mark in INTERNAL:
        if mark in said.both:
            kind = f"output holds {mark!r}: {_error_named(said.both)}"
            raise BrokenRuleError(kind, note(said.err[-3_000:], 3_000))
    _check_code(said, command)
    if SECRET.casefold() in unquote(unquote(said.both)).casefold():
        raise BrokenRuleError("the password is shown", note(said.both, 2_000))
    if not coloured:
        check_seen(said.both, "output", "\n\t\r\ufeff")


def _check_code(said: Said, command: Command | None) -> None:
    allowed = {DONE, MISTAKE, STOPPED, TERMINATED}
    if command is None or command.may_leave_with_1:
        allowed |= {WRONG}
    if said.code not in allowed:
        raise BrokenRuleError(f"exit code {said.code}", note(said.both, 2_000))
    if said.code != DONE and not said.err.strip():
        raise BrokenRuleError(f"exit code {said.code} without a word", note(said.out, 2_000))
    if said.code == MISTAKE and said.out.strip():
        raise BrokenRuleError("a refusal after output", note(said.both, 2_000))


def _error_named(text: str) -> str:
    found = re.findall(r"\b([A-Z]\w+(?:Error|Warning|Exception|Interrupt))\b", text)
    return found[-1] if found else "?"


def check_left(line: Line, left: frozenset[Path]) -> None:
    """Raise if anything stays outside what the line names and the places that are ours."""
    values = {*line.words, *(word.partition("=")[2] for word in line.words)}
    named = values | {_file_of(value) for value in values}
    for path in left:
        if SECRET.casefold() in str(path).casefold():
            raise BrokenRuleError("a file is named after a password", str(path))
        if path.suffix in _HALF:
            raise BrokenRuleError("half a file stays", str(path))
        top, *below = path.parts
        inside = "/".join(below)
        if top in (DATA, HOME) and "doorways" in path.parts:
            continue
        if top in ("not", DATA, HOME):
            # The way to a data folder that was not there, or that the environment names.
            continue
        if top == HERE and (below[0] in _OWN or any(_within(inside, name) for name in named)):
            continue
        if top == "beside" and "../beside" in values:
            continue
        raise BrokenRuleError("something stays outside the folders named", str(path))


def _file_of(address: str) -> str:
    """Return the file an address of SQLite names, one in a URI of SQLite's own included."""
    name = address.rpartition("://")[2].lstrip("/").partition("?")[0]
    return name.removeprefix("file:")


def _within(path: str, name: str) -> bool:
    """Tell whether a path is a named file or folder, inside it, on the way to it, or beside it."""
    # As a path writes it: what is named with two strokes has one.
    name = PurePosixPath(name).as_posix() if name else name
    return bool(name) and (
        path.startswith(name) or name.startswith(f"{path}/") or name in (".", "./")
    )


def command_of(line: Line) -> Command | None:
    """Return which command a line means, if its first words say so plainly."""
    return next((one for one in commands() if line.words[: len(one.path)] == one.path), None)


def outcome(command: Command | None, said: Said) -> str:
    """Say in a few words which command came to what end."""
    ends = {DONE: "done", WRONG: "something is wrong", MISTAKE: "refused"}
    return (
        f"{' '.join(command.path) if command else 'no command'}: {ends.get(said.code, 'stopped')}"
    )


class Typist:
    """Type lines one after the other in this process, in an account below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._account = Account(folder, fixtures())

    def __call__(self, line: Line) -> str:
        """Return the command and what came of it; raise when a promise is broken."""
        self._account.clean()
        surroundings = dict(line.environment)
        said = self._account.type(*line.words, changed=surroundings, encoding=line.encoding)
        command = command_of(line)
        check_said(said, command, coloured="FORCE_COLOR" in surroundings)
        check_left(line, said.left)
        return outcome(command, said)

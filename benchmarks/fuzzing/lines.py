"""Command lines over every command there is, found in the program itself."""

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from typer.main import get_command

from dashboards.cli.app import app
from fuzzing.weighted import weighted
from fuzzing.words import WORK, fitting, rubbish

#: The environment of most lines is the usual one; ROOT stands for the account's folder.
ENVIRONMENTS: Final[tuple[Mapping[str, str | None], ...]] = (
    *({},) * 12,
    {"HOME": "ROOT/nowhere", "XDG_DATA_HOME": "ROOT/data"},
    {"HOME": "ROOT/here/taken", "XDG_DATA_HOME": None},
    {"XDG_DATA_HOME": "ROOT/here/taken"},
    {"XDG_DATA_HOME": "ROOT/not/there/yet"},
    {"COLUMNS": "0"},
    {"COLUMNS": "1"},
    {"COLUMNS": "many"},
    {"COLUMNS": "100000"},
    {"LINES": "0", "COLUMNS": "20"},
    {"TERM": "dumb", "NO_COLOR": "1"},
    {"FORCE_COLOR": "1"},
    {"TZ": "Nowhere/Else", "LANG": "xx_YY", "LC_ALL": "C"},
    {"OPENBLAS_NUM_THREADS": "many", "NUMBA_NUM_THREADS": "0"},
    {"PGPASSWORD": "x", "PGHOST": "127.0.0.1", "PGPORT": "port"},
    {"DOORWAYS_DEBUG": ""},
)
ENCODINGS: Final = (*("utf-8",) * 6, "cp1252", "ascii", "cp437")


@dataclass(frozen=True)
class Parameter:
    """Describe one option or argument of a command, as far as typing it goes."""

    name: str
    flags: tuple[str, ...]
    is_flag: bool
    is_argument: bool
    multiple: bool
    required: bool
    kind: Any
    default: Any


@dataclass(frozen=True)
class Command:
    """Describe one command: the words that name it and what it takes."""

    path: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    #: Whether its help says that it may leave with code 1.
    may_leave_with_1: bool


@dataclass(frozen=True)
class Line:
    """Hold what is typed, and in what surroundings."""

    words: tuple[str, ...]
    environment: tuple[tuple[str, str | None], ...] = ()
    encoding: str = "utf-8"


@cache
def commands() -> tuple[Command, ...]:
    """Return every command of the program, those below another included."""
    return tuple(_described(path, one) for path, one in _walk(get_command(app), ()))


def _walk(group: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, one in group.commands.items():
        if hasattr(one, "commands"):
            yield from _walk(one, (*path, name))
        else:
            yield (*path, name), one


def _described(path: tuple[str, ...], command: Any) -> Command:
    found = tuple(_parameter(one) for one in command.params)
    return Command(path, found, "code 1" in inspect.cleandoc(command.help or ""))


def _parameter(one: Any) -> Parameter:
    kind = one.type_descriptor.annotation
    inner = get_args(kind)
    return Parameter(
        one.name,
        (*one.opts, *one.secondary_opts),
        bool(getattr(one, "is_flag", False)),
        one.param_type_name == "argument",
        bool(getattr(one, "multiple", False)),
        bool(one.required),
        inner[0] if inner and getattr(kind, "__origin__", None) is list else kind,
        one.default,
    )


@st.composite
def lines(draw: DrawFn) -> Line:
    """Type a command with some of its options, mostly with values that make some sense."""
    command = draw(st.sampled_from(commands()))
    typed = [words for one in command.parameters if (words := _typed(draw, one))]
    typed = draw(st.permutations(typed)) if len(typed) > 1 else typed
    words = [*command.path, *(word for words in typed for word in words)]
    for _ in range(draw(st.sampled_from((0,) * 14 + (1, 2)))):
        at = draw(st.integers(0, len(words)))
        words[at:at] = [draw(st.sampled_from(_STRAY) | rubbish())]
    environment = tuple(draw(st.sampled_from(ENVIRONMENTS)).items())
    return Line(tuple(words), environment, draw(st.sampled_from(ENCODINGS)))


_STRAY: Final = (
    *(
        "--help",
        "-h",
        "--",
        "--nonsense",
        "--nonsense=1",
        "-x",
        "--version",
        "--install-completion",
    ),
    *("--show-completion", "-qq", "--db", "--out", "---", "compare", "check", "@file", "*"),
)


def _typed(draw: DrawFn, one: Parameter) -> list[str]:
    """Return the words of a parameter, or none."""
    needed = one.required or one.name in WORK
    if not draw(st.sampled_from((True,) * 24 + (False,) if needed else (True, False, False))):
        return []
    if one.is_flag:
        return [draw(st.sampled_from(one.flags))]
    words = []
    for _ in range(draw(st.integers(1, 2)) if one.multiple else 1):
        value = draw(_values(one.name, one.kind, one.default))
        flag = draw(st.sampled_from(one.flags))
        if one.is_argument:
            words.append(value)
        elif draw(st.booleans()):
            words += [flag, value]
        else:
            words.append(f"{flag}={value}")
    return words


def _values(name: str, kind: Any, default: Any) -> Any:
    return weighted((14, st.sampled_from(fitting(name, kind, default))), (1, rubbish()))

"""Type command lines for real: a process of its own, nothing replaced, streams closed or cut."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import platformdirs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fuzzing.campaign import BrokenRuleError, note
from fuzzing.lines import Line, lines
from fuzzing.shell import Account, Said
from fuzzing.typing_lines import check_left, check_said, command_of, outcome
from fuzzing.words import fixtures

#: Seconds after which a command counts as hanging; the machine may be busy.
PATIENCE: Final = 600
#: Commands that take minutes or never end; `fuzzing.type_commands` types them with stand-ins.
_LONG: Final = ("check", "calibrate", "sensitivity", "backtest", "dashboard", "workshop")
_FULL: Final = Path("/dev/full")


@dataclass(frozen=True)
class RealLine:
    """Hold a line, and what becomes of the streams of its process."""

    line: Line
    streams: str


def real_lines() -> SearchStrategy[RealLine]:
    """Return a strategy of lines that take seconds at most, some with odd streams."""
    short = lines().filter(lambda line: line.words[:1] not in [(name,) for name in _LONG])
    kinds = ["kept", "kept", "kept", "reader gone"]
    if os.name == "posix":
        kinds += ["stdin closed", "stdout closed", "stderr closed", "all closed"]
    if _FULL.exists():
        kinds += ["disk full"]
    return st.builds(RealLine, short, st.sampled_from(kinds))


class RealTypist:
    """Type lines one after the other, each in a process of its own, in an account below `folder`."""

    def __init__(self, folder: Path) -> None:
        self._account = Account(folder, fixtures())
        # Engines and fonts are made once for all.
        cache = platformdirs.user_cache_path("doorways", appauthor=False)
        self._kept = {
            "DOORWAYS_ENGINES": str(cache / "engines"),
            "XDG_CACHE_HOME": str(cache.parent),
        }

    def __call__(self, real: RealLine) -> str:
        """Return the command and what came of it; raise when a promise is broken."""
        self._account.clean()
        surroundings = dict(real.line.environment)
        environment = dict(os.environ)
        for name, value in self._account.environ(surroundings | self._kept).items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        said = self._said(real, environment)
        command = command_of(real.line)
        told = said
        if real.streams != "kept":
            heard = "a message" if said.code else ""
            told = Said(said.code, "", said.err or heard, said.left)
        check_said(told, command, coloured="FORCE_COLOR" in surroundings)
        check_left(real.line, said.left)
        return f"real, {real.streams}: {outcome(command, said)}"

    def _said(self, real: RealLine, environment: dict[str, str]) -> Said:
        words = [sys.executable, "-m", "dashboards.cli", *real.line.words]
        with ExitStack() as stack:
            options = _streams(real.streams, stack)
            process = subprocess.Popen(words, cwd=self._account.here, env=environment, **options)
            if real.streams == "reader gone" and process.stdout:
                process.stdout.close()
                process.stdout = None
            try:
                out, err = process.communicate(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                raise BrokenRuleError("a command hangs", note(real)) from None
        code = process.returncode
        if code < 0:
            raise BrokenRuleError(f"a command ended by signal {-code}", note(err))
        return Said(code, _text(out), _text(err), self._account.left())


def _text(heard: bytes | None) -> str:
    return (heard or b"").decode("utf-8", errors="surrogateescape").replace("\r\n", "\n")


def _streams(kind: str, stack: ExitStack) -> dict[str, Any]:
    options: dict[str, Any] = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    closed = {
        "stdin closed": (0,),
        "stdout closed": (1,),
        "stderr closed": (2,),
        "all closed": (0, 1, 2),
    }
    if kind in closed:
        options["preexec_fn"] = _closing(closed[kind])
    if kind == "disk full":
        options["stdout"] = stack.enter_context(_FULL.open("wb"))
    return options


def _closing(numbers: tuple[int, ...]) -> Callable[[], None]:
    def close() -> None:
        for number in numbers:
            os.close(number)

    return close

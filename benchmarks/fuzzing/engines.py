"""Damage compiled engines and run them in a process of their own, which a bad one may end."""

import contextlib
import io
import os
import shutil
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fuzzing.campaign import BrokenRuleError, note
from fuzzing.databases import INSTEAD, Bytes, Instead, byte_damage, harm_bytes
from fuzzing.weighted import weighted

#: Seconds after which a run of a toy counts as hanging.
PATIENCE: Final = 600
FOLDER: Final = "DOORWAYS_ENGINES"


@dataclass(frozen=True)
class Misplaced:
    """Name a folder for engines that is none, or put one engine in another's place."""

    how: str


type EngineDamage = Bytes | Instead | Misplaced


@dataclass(frozen=True)
class Played:
    """Hold what a run came to: the digest of its events, what was said, and what went wrong."""

    log: str = ""
    said: str = ""
    wrong: str = ""


def engine_damages() -> SearchStrategy[tuple[EngineDamage, ...]]:
    """Return a strategy of one or two kinds of harm to a folder of engines."""
    instead = [Instead(what) for what in INSTEAD if "database" not in what]
    misplaced = [Misplaced(how) for how in _MISPLACED]
    one = weighted(
        (2, byte_damage()), (1, st.sampled_from(instead)), (1, st.sampled_from(misplaced))
    )
    return st.lists(one, min_size=1, max_size=2).map(tuple)


def _is_a_file(folder: Path) -> Path:
    shutil.rmtree(folder)
    folder.write_text("mine", encoding="utf-8")
    return folder


def _under_a_file(folder: Path) -> Path:
    return _is_a_file(folder) / "engines"


def _swapped(folder: Path) -> Path:
    one, other = sorted(folder.glob("*.engine"))[:2]
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)
    return folder


def _sealed(folder: Path, record: bytes) -> Path:
    """Give files a digest that is right for what is no engine."""
    from simulation.engine_cache import sealed

    for file in folder.glob("*.engine"):
        file.write_bytes(sealed(file.name, record) + record)
    return folder


_MISPLACED: Final[dict[str, Callable[[Path], Path]]] = {
    "the folder is a file": _is_a_file,
    "the folder is below a file": _under_a_file,
    "the folder is not there": lambda folder: folder / "not" / "there" / "yet",
    "the folder's name is too long": lambda folder: folder / ("long" * 100),
    "the folder's name is no whole path": lambda folder: Path("engines"),
    "each has the other's engine": _swapped,
    "junk under a right digest": lambda folder: _sealed(folder, b"junk"),
    "nothing under a right digest": lambda folder: _sealed(folder, b""),
    "a pickled text under a right digest": lambda folder: _sealed(
        folder, b"\x80\x04\x8c\x01x\x94."
    ),
}


class Engines:
    """Keep the engines of two toys, damage copies of them, and run the first toy with those.

    Parameters
    ----------
    folder
        An empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self._base, self._copy, self._cwd = folder / "base", folder / "engines", folder / "cwd"
        self._cwd.mkdir()
        self._server: _Server | None = None
        good = self._played(self._base)
        if good.wrong:
            raise RuntimeError(f"the toys themselves failed: {good.wrong}")
        self._log = good.log

    def __call__(self, damages: tuple[EngineDamage, ...]) -> str:
        """Return what came of damaged engines; raise when a promise is broken."""
        if self._copy.is_dir():
            shutil.rmtree(self._copy)
        else:
            self._copy.unlink(missing_ok=True)
        shutil.copytree(self._base, self._copy)
        place = self._copy
        for damage in damages:
            with contextlib.suppress(OSError, ValueError):
                place = self._harm(place, damage)
        played = self._played(place)
        if played.wrong:
            raise BrokenRuleError(
                f"engine: {played.wrong.strip().splitlines()[-1][:80]}", played.wrong
            )
        if played.log != self._log:
            raise BrokenRuleError("engine: other events", played.said)
        return f"engine: the same events; {_sentence(played.said)}"

    def close(self) -> None:
        """End the process that runs engines."""
        if self._server is not None:
            self._server.end()
            self._server = None

    def _harm(self, place: Path, damage: EngineDamage) -> Path:
        if isinstance(damage, Misplaced):
            return _MISPLACED[damage.how](place)
        for file in sorted(place.glob("*.engine")):
            if isinstance(damage, Bytes):
                harm_bytes(file, damage)
            else:
                INSTEAD[damage.what](file)
        return place

    def _played(self, place: Path) -> Played:
        if self._server is None:
            self._server = _Server(self._cwd)
        try:
            return self._server.ask(str(place))
        except (EOFError, OSError, TimeoutError) as error:
            code = self._server.end()
            self._server = None
            raise BrokenRuleError(f"engine: the process ended with {code}", note(error)) from None


def _sentence(said: str) -> str:
    return said.split(". ")[0][:60].split(" in /")[0] or "nothing said"


class _Server:
    """A process that runs toys, whatever becomes of it."""

    def __init__(self, cwd: Path) -> None:
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, str(cwd)), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, place: str) -> Played:
        """Have the toy run with the engines of a folder."""
        self._pipe.send(place)
        if not self._pipe.poll(PATIENCE):
            raise TimeoutError(f"no answer for {PATIENCE} s")
        answer: Played = self._pipe.recv()
        return answer

    def end(self) -> int | None:
        """End the process and return its exit code."""
        self._pipe.close()
        self._process.join(5)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        return self._process.exitcode


def _serve(pipe: Connection, cwd: str) -> None:
    os.chdir(cwd)
    with contextlib.suppress(EOFError):
        while True:
            os.environ[FOLDER] = pipe.recv()
            pipe.send(_run_toys())


def _run_toys() -> Played:
    """Run the first of two toys as a new process would, announced as a command does."""
    from dashboards.cli import compiling
    from simulation.compile import compile_rules, engine_name
    from simulation.testing import play, rules_for, toy_population
    from simulation.testing.toys import ToyLeaving, ToyShock, ToyWorry

    first, second = rules_for(ToyLeaving), rules_for(ToyWorry, ToyShock)
    values: dict[str, Any] = {
        "toy_leaving_hazard": 1.0,
        "toy_worry_hazard": 1.0,
        "toy_shock_hazard": 1.0,
    }
    compile_rules.cache_clear()
    said = io.StringIO()
    try:
        for rules in (first, second):
            sys.modules.pop(f"doorways_{engine_name(rules)}", None)
        with (
            contextlib.redirect_stderr(said),
            patch("simulation.discover.model_rules", lambda: first),
        ):
            compiling.announce(quiet=False)
        logs = [play(rules, toy_population(40), values).log.digest() for rules in (first, second)]
    except Exception:  # noqa: BLE001 - whatever gets through is what is looked for
        return Played("", said.getvalue(), traceback.format_exc())
    return Played("".join(logs), " ".join(said.getvalue().split()))

"""What finished tasks gave, kept as it comes: a stop loses nothing, and nothing is done twice."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from agents.synthesis.authority import PRIVATE
from simulation.runner.held import Unsound, said
from simulation.runner.packed import packed, unpacked
from simulation.runner.provenance import code_digest
from simulation.runner.shelf import Shelf
from simulation.runner.spec import canonical

KIND: Final = "answers"
#: The code of a private profile as it stands in a task.
_PRIVATE: Final = re.compile(rf'"code":"({PRIVATE}[^"]*)"')
#: Answers written together.
TOGETHER: Final = 8
#: Whose code has a say in what a task gives.
_HOMES: Final = ("agents", "calibration", "scenarios", "simulation")


class Answers[T, R]:
    """Keep what one function gives of tasks; leaving it writes what is not written yet.

    An answer is found again only under the same function, the same task and the very same program.

    Attributes
    ----------
    kept
        Answers that were there, by the identity of their tasks.
    """

    def __init__(self, shelf: Shelf, function: Callable[[T], R], tasks: Sequence[T]) -> None:
        self._shelf = shelf
        written = {id(task): canonical(task) for task in tasks}
        self._names = {mine: _hashed(text) for mine, text in written.items()}
        self._job = shelf.store.job(KIND, _made_by(function) | _about(written.values()))
        self._fresh: dict[str, str] = {}
        self.kept: dict[int, R] = self._there()

    def add(self, task: T, answer: R) -> None:
        """Keep what a task gave."""
        self._fresh[self._names[id(task)]] = packed(answer)
        if len(self._fresh) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        """Write what is not written yet."""
        if self._fresh:
            self._shelf.store.add_pieces(self._job, self._fresh)
            self._fresh.clear()

    def _there(self) -> dict[int, R]:
        """Return the answers that are stored, by the identity of their tasks; say which are of no use."""
        found = self._shelf.store.pieces(self._job, self._names.values())
        answers: dict[str, R] = {}
        for name, text in found.sound.items():
            try:
                answers[name] = unpacked(text)
            except ValueError:
                found.unsound[Unsound.DAMAGED] += 1
        if sentence := said(found.unsound, what="answers"):
            self._shelf.say(sentence)
        return {mine: answers[name] for mine, name in self._names.items() if name in answers}


def _made_by(function: Callable[..., Any]) -> dict[str, Any]:
    """Return what answers rest on besides their tasks: the function, what it was given, and the program."""
    given: list[Any] = []
    while isinstance(function, partial):
        given += [function.args, function.keywords]
        function = function.func
    name = f"{function.__module__}.{function.__qualname__}"
    return {"function": name, "given": given, "program": code_digest(*_HOMES)}


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _about(tasks: Iterable[str]) -> dict[str, Any]:
    """Name the private profiles that tasks are about, so that their answers can be forgotten with them."""
    named = sorted({name for text in tasks for name in _PRIVATE.findall(text)})
    return {"about": named} if named else {}

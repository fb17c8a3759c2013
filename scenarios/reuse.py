"""Take what is stored of a set of tasks, and keep account of what could not be used."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Final, Protocol

from simulation.runner.held import Held, Unsound, said
from simulation.runner.spec import ArmResult, ReplicateTask

#: Stored replicates read at once, so that any number of them fits in memory.
LOADED_AT_ONCE: Final = 200

type Take = Callable[[int, ArmResult], None]


class Holder(Protocol):
    """What this needs of the store of runs (`simulation.store.store.Store` has it)."""

    def held(self, tasks: Sequence[ReplicateTask]) -> Held:
        """Return what is stored of tasks, and what has yet to run."""


@dataclass
class Reused:
    """Hold what has yet to run after the store was asked, and what it held.

    Attributes
    ----------
    left
        By place among the tasks: what has yet to run, with only the arms that are not held.
    stored
        Runs that were stored.
    unsound
        Those of them that could not be used, by reason.
    asked
        Tasks that the store was asked for.
    """

    left: dict[int, ReplicateTask] = field(default_factory=dict)
    stored: int = 0
    unsound: Counter[Unsound] = field(default_factory=Counter)
    asked: int = 0

    def take(
        self, tasks: Sequence[ReplicateTask], store: Holder, take: Take
    ) -> dict[int, ReplicateTask]:
        """Hand on each sound run with the place of its task, note the rest, and return what is left of these.

        Asked again, it takes the tasks for those that come after the ones before.
        """
        left: dict[int, ReplicateTask] = {}
        for some in batched(tasks, LOADED_AT_ONCE):
            held = store.held(some)
            for place, result in held.results:
                take(self.asked + place, result)
            left |= {self.asked + place: task for place, task in held.left.items()}
            self.asked += len(some)
            self.stored += held.stored
            self.unsound += held.unsound
        self.left |= left
        return left

    def notes(self) -> tuple[str, ...]:
        """Say what was run again, if anything was."""
        told = said(self.unsound, self.stored)
        return (told,) if told else ()

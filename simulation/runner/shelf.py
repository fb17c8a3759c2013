"""What a long job needs of the store to keep its finished pieces."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from simulation.runner.held import Unsound


class Pieces(Protocol):
    """What a store returns of a job's pieces (`simulation.store.jobs.Pieces` has it)."""

    @property
    def sound(self) -> dict[str, Any]:
        """Finished pieces by name."""

    @property
    def unsound(self) -> Counter[Unsound]:
        """How many are stored and cannot be used, by reason."""


class JobStore(Protocol):
    """What a job needs of the store (`simulation.store.store.Store` has it)."""

    def job(self, kind: str, config: Mapping[str, Any]) -> str:
        """Store what the job is and return its key."""

    def add_pieces(self, job: str, pieces: Mapping[str, Any]) -> None:
        """Store finished pieces."""

    def pieces(self, job: str, names: Iterable[str] | None = None) -> Pieces:
        """Return the finished pieces that can be used, by name, and count the others."""


def _nobody(sentence: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Shelf:
    """Say where the answers of finished tasks are kept.

    Attributes
    ----------
    store
        Keeps them.
    say
        Told in a sentence when some that are stored cannot be used and are made again.
    """

    store: JobStore
    say: Callable[[str], None] = _nobody

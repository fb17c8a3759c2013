"""What is held of some tasks, what has yet to run, and how that is said."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulation.runner.spec import ArmResult, ReplicateTask


class Unsound(StrEnum):
    """Say why what is stored is made again."""

    DAMAGED = "damaged or incomplete"
    UNVERIFIED = "stored before results carried a digest"
    OLD = "made under another results version"
    LESS = "stored before all that is reported now was counted"


@dataclass(frozen=True)
class Held:
    """Hold what the store has of some tasks.

    Attributes
    ----------
    results
        Sound runs, each with the place of its task among those asked for.
    left
        What has yet to run, by place: the task with only the arms that are not held.
    unsound
        How many of those arms are stored but cannot be trusted, by reason.
    """

    results: "list[tuple[int, ArmResult]]"
    left: "dict[int, ReplicateTask]"
    unsound: Counter[Unsound]

    @property
    def stored(self) -> int:
        """Return how many of the arms are stored, sound or not."""
        return len(self.results) + self.unsound.total()


def said(unsound: Counter[Unsound], stored: int | None = None, what: str = "runs") -> str:
    """Say what was done again; empty when nothing was.

    Parameters
    ----------
    unsound
        How many could not be trusted, by reason.
    stored
        How many were stored, these included, where that is known.
    what
        What they are, in the plural.
    """
    total = unsound.total()
    if not total:
        return ""
    were = "were" if total > 1 else "was"
    reasons = [(reason.value, unsound[reason]) for reason in Unsound if unsound[reason]]
    why = reasons[0][0]
    if len(reasons) > 1:
        why = "; ".join(f"{number:,} {reason}" for reason, number in reasons)
    share = f"{total:,}" if stored is None else f"{total:,} of {stored:,}"
    return f"{share} stored {what} could not be used and {were} made again: {why}."

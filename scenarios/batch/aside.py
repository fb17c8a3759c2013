"""What fails however often it is tried is kept aside and named; it stops nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from simulation.runner.execution import StoppedError

#: A task is tried so often before it is kept aside.
TRIES: Final = 3


@dataclass(frozen=True)
class Aside:
    """Say of a task why it gave nothing, however often it was tried."""

    task: str
    why: str


def tried[R](name: str, work: Callable[[], R]) -> R | Aside:
    """Return what work gives, which is done again if it fails.

    Raises
    ------
    StoppedError
        When somebody stopped it: that is no failure.
    """
    why = ""
    for _ in range(TRIES):
        try:
            return work()
        except StoppedError:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is told by name
            why = f"{type(fault).__name__}: {fault}"
    return Aside(name, why)

"""Toy tasks for a runner, apart from its tests: a worker that does one loads nothing else."""

import os
from dataclasses import dataclass
from pathlib import Path

from simulation.errors import DoorwaysError


@dataclass(frozen=True)
class Chore:
    """A toy task; `trouble` says what goes wrong, `marker` remembers how often it did, of `times`."""

    number: int
    trouble: str = ""
    marker: str = ""
    times: int = 1

    def __str__(self) -> str:
        return f"replicate {self.number} of Toytown"


def deaths(chore: Chore) -> int:
    """How often it has died."""
    marker = Path(chore.marker)
    return marker.stat().st_size if marker.exists() else 0


def square(chore: Chore) -> int:
    """Square a number, or get into the trouble the chore names."""
    if chore.trouble == "dies":
        os._exit(9)
    if chore.trouble == "dies at times" and deaths(chore) < chore.times:
        with Path(chore.marker).open("ab") as marker:
            marker.write(b".")
        os._exit(9)
    if chore.trouble == "mistake":
        raise DoorwaysError("sites", -1, "A council has no fewer than none.", "Use 0 or more.")
    if chore.trouble == "fault":
        raise ZeroDivisionError("no carers left")
    return chore.number**2


def told(chore: Chore) -> int:
    """Square a number, and leave a mark that it was done."""
    with Path(chore.marker).open("ab") as marker:
        marker.write(b".")
    return chore.number**2


def whose(_: Chore) -> int:
    """Say which process a task runs in."""
    return os.getpid()

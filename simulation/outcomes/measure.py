"""What a measure is: its name and words, what a difference in it means, and how it is read."""

from dataclasses import dataclass
from typing import Literal

from simulation.outcomes.readings import Reading
from simulation.outcomes.sizes import Size

Kind = Literal["flow", "stock", "share", "money", "time"]


@dataclass(frozen=True)
class Measure:
    """Describe one reported figure.

    `kind` says how years combine: flows, money and time add up; stocks and shares are the value
    at the window's end. `better` is -1 when less is better, +1 when more is, 0 when neither.
    `size` is what a difference must exceed to matter. `read` says how it is read from a run.
    """

    name: str
    label: str
    unit: str
    kind: Kind
    better: int
    size: Size
    about: str
    read: Reading


def children(
    name: str, label: str, kind: Kind, better: int, size: Size, about: str, read: Reading
) -> Measure:
    """Return a measure that counts children."""
    return Measure(name, label, "children", kind, better, size, about, read)


def pounds(name: str, label: str, better: int, size: Size, about: str, read: Reading) -> Measure:
    """Return a measure of money."""
    return Measure(name, label, "£", "money", better, size, about, read)

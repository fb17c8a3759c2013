"""What a figure is that synthesis, a rule or a cost needs, wherever its value comes from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """Declare a figure; its value comes from the evidence register.

    `low` and `high` are the support: values outside make no sense. `shape` is () for a number,
    otherwise the shape of a table, whose axes `meaning` explains.
    """

    name: str
    unit: str
    low: float
    high: float
    meaning: str
    shape: tuple[int, ...] = ()

"""What one uncertain figure does to a measure, beside what chance alone would seem to do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

#: Confidence of every interval.
LEVEL: Final = 0.95


@dataclass(frozen=True)
class Influence:
    """Hold one line of the answer.

    Attributes
    ----------
    name, says, kind, grade, topic
        The figure: its id in the register, its sentence, and how it is known.
    effect, low, high
        What the measure gains when the figure goes from the low to the high end of its 90% range,
        the others varying, in the measure's unit, with its 95% interval.
    strength
        The method's own index: mean size of an elementary effect (Morris, in the measure's unit),
        share of the variance with all interactions (Sobol), or distance between distributions
        (PAWN, 0 to 1).
    floor
        Strength that chance alone would seem to have.
    clear
        Whether the figure stands out from chance.
    bends
        Morris: spread of its elementary effects, large when it bends or depends on others.
    alone
        Sobol: share of the variance without interactions.
    """

    name: str
    says: str
    kind: str
    grade: str
    topic: str
    effect: float
    low: float
    high: float
    strength: float
    floor: float
    clear: bool
    bends: float | None = None
    alone: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


def ranked(found: Iterable[Influence]) -> tuple[Influence, ...]:
    """Sort by strength, those that stand out from chance first."""
    return tuple(sorted(found, key=lambda one: (not one.clear, -one.strength, one.name)))

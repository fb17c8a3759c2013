"""How much a young person asks of whoever cares for them."""

from typing import Any

from agents.codes import SKILL_TOP
from agents.lengths import TEEN
from agents.rows import YoungPersonRow
from simulation.bands import aged
from simulation.rule import rule


@rule
def complexity(now: float, row: YoungPersonRow) -> int:
    """Return how much skill a young person asks of a carer, 0 to 3.

    Exploitation and offending count from the age of 10.
    """
    points = row.emotional + (1 if row.behaviour > 1 else 0)
    if aged(now, row, TEEN):
        points += row.exploitation + row.offending
    return points if points < SKILL_TOP else SKILL_TOP


def complexity_of(person: Any) -> int:
    """Return the same of an agent (`agents.young_person.YoungPerson`), for people who decide."""
    points = int(person.emotional_health) + int(person.behaviour > 1)
    if person.age >= TEEN:
        points += int(person.exploitation) + int(person.offending)
    return points if points < SKILL_TOP else SKILL_TOP

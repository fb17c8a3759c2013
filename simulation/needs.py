"""How much a young person asks of whoever cares for them."""

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

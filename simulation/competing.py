"""Which of several processes happens, where they are ways of one thing and services lean on it.

Processes that name the same `choice` compete: the one whose clock runs out first decides. Log odds
on one of them move its share of what happens at that moment against each of the others, and neither
whether nor when anything happens. Where the process whose clock ran out has lost some of its share,
another takes its turn: as seldom as can be, so that arms stay alike.
"""

import math
from typing import Any

from simulation.rule import apart, part
from simulation.services.acting import odds


@part
def leaned(now: Any, row: Any, world: Any, hazard: Any, option: Any) -> Any:
    """Return a hazard times the odds services put on this way."""
    return hazard * math.exp(odds(now, row, world, option)) if hazard > 0.0 else 0.0


@apart
def turned(
    now: Any,
    row: Any,
    world: Any,
    clocks: Any,
    at: Any,
    slots: Any,
    ways: Any,
    options: Any,
    fired: Any,
    u: Any,
) -> Any:
    """Return which way it is, counted among `ways`, when the clock of one of them has run out.

    Parameters
    ----------
    clocks, at, slots
        Clocks, where the row's begin, and where those of its processes are behind that: each holds
        its hazard now.
    ways, options
        Numbers of the processes, and of the options that they are.
    fired
        Whose clock has run out.
    u
        A draw.
    """
    plain, moved, own = 0.0, 0.0, 0
    for k in range(ways.size):
        hazard = clocks[at + slots[ways[k]]]
        plain += hazard
        moved += leaned(now, row, world, hazard, options[k])
        if ways[k] == fired:
            own = k
    had = clocks[at + slots[fired]] / plain
    has = leaned(now, row, world, clocks[at + slots[fired]], options[own]) / moved
    if u * had < has:
        return own
    # What one loses goes to those that gain, in proportion: both add up to the same.
    gained = 0.0
    for k in range(ways.size):
        hazard = clocks[at + slots[ways[k]]]
        gained += max(0.0, leaned(now, row, world, hazard, options[k]) / moved - hazard / plain)
    left, chosen = gained * (u * had - has) / (had - has), own
    for k in range(ways.size):
        hazard = clocks[at + slots[ways[k]]]
        gain = leaned(now, row, world, hazard, options[k]) / moved - hazard / plain
        if gain > 0.0 and left >= 0.0:
            chosen = k
            left -= gain
    return chosen

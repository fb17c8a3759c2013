"""Hold England's fitted levels while figures that only shape them are drawn.

How much more a poor match or an earlier episode counts is not known well and is drawn anew for each
replicate; how many placements break down in England in a year is published. Drawing the first alone
would move the second by half or double it. So each level is divided by what the drawn shapes do to
it, measured figure by figure by `calibration.fitting.england.held_levels`.
"""

from collections.abc import Mapping
from functools import cache
from math import exp
from typing import Any, Final

import numpy as np

from agents.parameter import Parameter
from calibration.beliefs.evidence.draw import at
from calibration.beliefs.evidence.figure import leaves
from calibration.beliefs.evidence.load import figure

#: Level that is held, and the figures that shape it, in the order of its table of shifts.
HELD: Final[Mapping[str, tuple[str, ...]]] = {
    "fit_entry": (
        "strain_log_hazard",
        "sibling_share",
        "synth_edge_entry_share",
        "synth_edge_spell_years",
    ),
    "breakdown_hazard": (
        "breakdown_behaviour",
        "breakdown_moves",
        "breakdown_teen",
        "breakdown_mismatch",
    ),
    "missing_hazard": (
        "missing_behaviour",
        "missing_excitation",
        "missing_outside_ratio",
        "missing_calming_hazard",
    ),
}
#: The table of a level: log ratio with each figure at its low and its high end.
SHIFTS: Final[Mapping[str, str]] = {
    "fit_entry": "hold_entry",
    "breakdown_hazard": "hold_breakdown",
    "missing_hazard": "hold_missing",
}
#: What multiplies a level: 1 unless a joint calibration finds otherwise.
FREE: Final[Mapping[str, str]] = {
    "breakdown_hazard": "level_breakdown",
    "missing_hazard": "level_missing",
}
PARAMETERS: Final = tuple(
    Parameter(free, "ratio", 0.01, 100, f"What `{level}` is multiplied by.")
    for level, free in FREE.items()
) + tuple(
    Parameter(
        SHIFTS[level],
        "log ratio",
        -5,
        5,
        f"What `{level}` is divided by: each figure that shapes it, at its 2% and 98% points.",
        (len(shapes), 2),
    )
    for level, shapes in HELD.items()
)
_LOW, _HIGH = 0.02, 0.98


@cache
def ends(name: str) -> tuple[float, float]:
    """Return the values at which a figure's shift was measured."""
    low, high = (at(figure(name), u) for u in (_LOW, _HIGH))
    return next(leaves(low)), next(leaves(high))


def shift(name: str, value: float, at_ends: Any) -> float:
    """Return the log ratio of a level when a figure that shapes it has a value.

    The parabola through the two ends and no shift at the central value; flat beyond the ends.
    """
    low, high = ends(name)
    middle = next(leaves(figure(name).value))
    x = min(max(value, low), high) - middle
    a, b = low - middle, high - middle
    left, right = (float(y) for y in at_ends)
    return x * (left * (x - b) / (a * (a - b)) + right * (x - a) / (b * (b - a)))


def held_levels(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return each level so that England's count stays where it was fitted.

    Parameters
    ----------
    values
        National parameter values by name, drawn or set; at central values nothing changes.
    """
    found: dict[str, Any] = {}
    for level, shapes in HELD.items():
        table = np.asarray(values[SHIFTS[level]], dtype=float)
        total = sum(
            shift(name, float(values[name]), row) for name, row in zip(shapes, table, strict=True)
        )
        free = float(values[FREE[level]]) if level in FREE else 1.0
        found[level] = np.asarray(values[level], dtype=float) * free * exp(-total)
    return found

"""Those looked after at the start as a council's own return has them: one entry a child, a column a list.

The return's dates are not here: ages are whole months, times whole weeks before the start. Within
their month and their week children are spread evenly, and differently in every replicate.
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.lengths import ADULTHOOD, MONTH, WEEK
from agents.synthesis.columns import Columns
from agents.synthesis.margins import largest_remainder

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Start = Mapping[str, tuple[int, ...]]
#: What is held of each child: months of age; 1 for girls; 1 for unaccompanied children; weeks in this
#: period of care and in this placement; moves in this period; periods of care so far; kind of
#: placement; 1 where care began before the returns did, so that weeks, moves and periods are the least.
COLUMNS: Final = (
    "age_months",
    "female",
    "alone",
    "care_weeks",
    "placed_weeks",
    "moves",
    "periods",
    "placement",
    "cut",
)


def column(start: Start, name: str) -> Ints:
    """Return one column, shape (children,)."""
    return np.asarray(start[name], dtype=np.int64)


def within_week(draws: Columns, size: int) -> Floats:
    """Return how far into its week each time reaches, the same for all times of a child."""
    return draws.uniform("own/week", size)


def own_ages(start: Start, draws: Columns) -> tuple[Floats, Floats]:
    """Return ages, and times in care of the unaccompanied, nan standing for everybody else's."""
    months = column(start, "age_months")
    ages = (months + draws.uniform("own/month", months.size)) * MONTH
    ages = np.minimum(ages, np.nextafter(ADULTHOOD, 0.0))
    weeks = column(start, "care_weeks") + within_week(draws, months.size)
    times = np.minimum(weeks * WEEK, ages)
    return ages, np.where(column(start, "alone") == 1, times, np.nan)


def own_kinds(start: Start, lodgings: float) -> dict[Placement, int]:
    """Return children by kind of placement.

    Parameters
    ----------
    lodgings
        Share of those in supported accommodation who live in lodgings: no code of the return tells them.
    """
    counts = np.bincount(column(start, "placement"), minlength=len(Placement))
    both = int(counts[Placement.SUPPORTED])
    supported, apart = largest_remainder(np.array([1.0 - lodgings, lodgings]) * both, both)
    counts[Placement.SUPPORTED], counts[Placement.LODGINGS] = supported, apart
    return {kind: int(counts[kind]) for kind in Placement if kind is not Placement.NONE}

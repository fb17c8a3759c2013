"""From what a run counted to its measures and weekly columns, each read as it is declared."""

import numpy as np
from numpy.typing import NDArray

from simulation.outcomes.counted import Counted
from simulation.outcomes.measures import COLUMNS, MEASURES
from simulation.outcomes.tally import Tally


def measure_values(run: Counted) -> NDArray[np.float64]:
    """Return all measures by year, shape (measures, years)."""
    return np.array([measure.read.by_year(run) for measure in MEASURES])


def weekly_values(tally: Tally) -> NDArray[np.float32]:
    """Return the weekly columns, shape (weeks, columns)."""
    return np.column_stack([column.read.by_week(tally) for column in COLUMNS]).astype(np.float32)

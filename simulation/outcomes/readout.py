"""From what a run counted to its measures and weekly columns, each read as it is declared."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.population import Population
from simulation.outcomes.counted import Counted
from simulation.outcomes.measures import COLUMNS, MEASURES
from simulation.outcomes.snapshot import Snapshot
from simulation.outcomes.tally import Tally


def measure_values(
    tally: Tally, population: Population, snapshots: Sequence[Snapshot], p: Mapping[str, Any]
) -> NDArray[np.float64]:
    """Return all measures by year, shape (measures, years)."""
    run = Counted(tally, population, snapshots, p)
    return np.array([measure.read.by_year(run) for measure in MEASURES])


def weekly_values(tally: Tally) -> NDArray[np.float32]:
    """Return the weekly columns, shape (weeks, columns)."""
    return np.column_stack([column.read.by_week(tally) for column in COLUMNS]).astype(np.float32)

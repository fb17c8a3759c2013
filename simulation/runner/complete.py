"""Whether a run reports every number: what is missing or not a number is an error, never left out."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from agents.lengths import BINS_PER_YEAR
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.runner.spec import ArmResult, ReplicateTask

_RULE = "It is missing or not a finite number, and no average may leave a run out."
_NEXT = "Run it again into another database; if it comes back, report it with the line above."


def check_complete(task: ReplicateTask, result: ArmResult) -> None:
    """Check that one arm of a task reports every measure of every year and every column of every week.

    Raises
    ------
    DoorwaysError
        When one is missing or not finite; it names the measure, the arm and the replicate.
    """
    where = f"replicate {task.replicate}, arm {result.arm}"
    names = [measure.name for measure in MEASURES]
    _check(where, result.values.T, "year", task.years, names)
    _check(where, result.weekly, "week", task.years * BINS_PER_YEAR, WEEKLY)


def _check(where: str, table: Any, period: str, periods: int, names: Sequence[str]) -> None:
    """Check a table with a row a period and a column a name."""
    if table.shape != (periods, len(names)):
        held = f"{table.shape[1]} measures of {table.shape[0]} {period}s"
        raise DoorwaysError(where, held, f"A run has {len(names)} of {periods}.", _NEXT)
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise DoorwaysError(where, f"{names[column]}, {period} {row + 1}", _RULE, _NEXT)

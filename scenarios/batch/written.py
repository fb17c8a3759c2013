"""The tables of a batch, by name."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from scenarios.batch import tables
from scenarios.batch.calibrations import tables as of_calibrations
from scenarios.batch.cells import Batch
from scenarios.batch.merge import WholeStore

type Rows = Iterator[dict[str, Any]]

COMPARISONS, CALIBRATIONS = "comparisons", "calibrations"
TABLES: Final[Mapping[str, Callable[[Batch, WholeStore], Rows]]] = {
    COMPARISONS: tables.summaries,
    "runs": tables.runs,
    "weeks": tables.weeks,
    CALIBRATIONS: lambda batch, store: of_calibrations.calibrations(batch.calibrations, store),
    "pairs": lambda batch, store: of_calibrations.pairs(batch.calibrations, store),
}


def usual_table(batch: Batch) -> str:
    """Return the table that is meant where none is named."""
    return COMPARISONS if batch.cells else CALIBRATIONS

"""The tables of a batch, by name, as frames under each other."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from scenarios.batch import tables
from scenarios.batch.api import frame
from scenarios.batch.calibrations import tables as of_calibrations
from scenarios.batch.cells import Batch
from scenarios.batch.merge import WholeStore
from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from pandas import DataFrame

type Rows = Iterator[dict[str, Any]]

COMPARISONS, CALIBRATIONS, EVENTS = "comparisons", "calibrations", "events"
_ROWS: Final[Mapping[str, Callable[[Batch, WholeStore], Rows]]] = {
    COMPARISONS: tables.summaries,
    "runs": tables.runs,
    "weeks": tables.weeks,
    CALIBRATIONS: lambda batch, store: of_calibrations.calibrations(batch.calibrations, store),
    "pairs": lambda batch, store: of_calibrations.pairs(batch.calibrations, store),
}
TABLES: Final = (*_ROWS, EVENTS)


def frames_of(name: str, batch: Batch, store: WholeStore) -> "Iterator[DataFrame]":
    """Yield the frames of a table: one, or of the events one a run.

    Raises
    ------
    DoorwaysError
        When the plan has no row of it, or something of it is not stored.
    """
    from pandas import DataFrame

    if name == EVENTS:
        yield from map(DataFrame, tables.events(batch, store))
        return
    found = frame(_ROWS[name](batch, store))
    if found.empty:
        rule = f"The plan {batch.plan.name} has no row of it."
        raise DoorwaysError("table", name, rule, f"Name another: {', '.join(TABLES)}.")
    yield found


def usual_table(batch: Batch) -> str:
    """Return the table that is meant where none is named."""
    return COMPARISONS if batch.cells else CALIBRATIONS

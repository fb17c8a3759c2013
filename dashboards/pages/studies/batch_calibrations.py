"""The calibrations of a plan on a page: what is missing is made, and two tables are handed out."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dashboards.pages.study import Table, Work
from dashboards.report.sheets import Sheet
from scenarios.words import percent

if TYPE_CHECKING:
    from scenarios.batch.cells import Batch
    from simulation.store.store import Store

FILES: Final = {
    "A row a calibration": "batch-calibrations.csv",
    "A row a pair of calibrations": "batch-pairs.csv",
}


@dataclass(frozen=True)
class Calibrated:
    """Hold what a page shows of them."""

    says: str
    table: Table
    notes: tuple[str, ...]


def calibrated(made: "Batch", store: "Store", work: Work) -> Calibrated:
    """Make what is missing of a plan's calibrations and write their tables.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    """
    from dashboards.report.frames import write_frame
    from scenarios.batch.api import frame
    from scenarios.batch.calibrations import tables
    from scenarios.batch.calibrations.study import run_calibrations

    asked = made.calibrations
    done = run_calibrations(asked, store, execution=work.execution, say=work.on_stage)
    rows = list(tables.calibrations(asked, store))
    found = (rows, list(tables.pairs(asked, store)))
    for name, one in zip(FILES.values(), found, strict=True):
        write_frame(work.folder / name, frame(iter(one)), "csv")
    many = done.ran + done.stored
    return Calibrated(
        f"{many:,} of {len(asked):,} calibrations are made.",
        Table("Calibrations", _sheet(rows)),
        tuple(done.simulated.notes),
    )


def _sheet(rows: list[dict[str, Any]]) -> Sheet:
    heads = ("Place", "Targets", "Priors", "Held out", "Outcome", "Held out: inside 90%", "Why")
    return Sheet(heads, tuple(map(_row, rows)), (5,))


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    inside = percent(row["hold_inside"]) if row.get("hold_compared") else "–"
    names = (row["place"], row["targets"], row["priors"], row["held_out"])
    return (*names, str(row["status"]).capitalize(), inside, row["why"] or "–")

"""How far a batch is, as plain data: what is stored, what is missing, what failed. Nothing runs."""

from typing import Any

from calibration.joint.result import Calibration
from scenarios.batch.aside import Aside
from scenarios.batch.calibrations.kept import found
from scenarios.batch.calibrations.simulations import missing as simulations_missing
from scenarios.batch.cells import Batch
from scenarios.batch.merge import WholeStore
from scenarios.batch.study import missing


def status_of(batch: Batch, store: WholeStore) -> dict[str, Any]:
    """Return how far a batch is: its futures, in all and by council, and its calibrations."""
    left = missing(batch, store)
    lacking: dict[str, int] = {}
    for cell in batch.cells:
        lacking[cell.council.name] = lacking.get(cell.council.name, 0) + left[cell.number]
    each = batch.replicates // max(1, len(lacking))
    return {
        "batch": batch.plan.name,
        "comparisons": len(batch.cells),
        "futures": _counted(batch.replicates, sum(left.values())),
        "councils": [{"name": name} | _counted(each, many) for name, many in lacking.items()],
        "calibrations": _calibrations(batch, store),
    }


def _calibrations(batch: Batch, store: WholeStore) -> dict[str, Any]:
    there = found(batch.calibrations, store)
    made = sum(isinstance(one, Calibration) for one in there)
    left, total = simulations_missing(batch.calibrations, store)
    return _counted(len(there), len(there) - made) | {
        "simulations": _counted(total, left),
        "failed": [{"name": one.task, "why": one.why} for one in there if isinstance(one, Aside)],
    }


def _counted(total: int, left: int) -> dict[str, int]:
    return {"total": total, "stored": total - left, "missing": left}

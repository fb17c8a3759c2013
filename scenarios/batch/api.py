"""A batch from Python: plan in, frames back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calibration.joint.store import FindingStore
from scenarios.batch import tables
from scenarios.batch.aside import Aside
from scenarios.batch.calibrations.study import run_calibrations
from scenarios.batch.calibrations.tables import calibrations, pairs
from scenarios.batch.cells import Batch, batch_of
from scenarios.batch.plan import plan_of, read_plan
from scenarios.batch.study import run_batch
from simulation.errors import DoorwaysError
from simulation.runner.execution import USUAL, Execution
from simulation.store.opened import opened

if TYPE_CHECKING:
    from pandas import DataFrame


def run(
    plan: Path | str | Mapping[str, Any],
    *,
    store: str | Path | None = None,
    execution: Execution = USUAL,
) -> "tuple[DataFrame, DataFrame]":
    """Run a plan's comparisons and return two frames: one row a comparison, measure and window; one row a run and year.

    Parameters
    ----------
    plan
        Path of a plan, or what its file would say.
    store
        Where runs are kept: a file, or an SQLAlchemy address; by default the user's own.
    execution
        How futures run, who is told how many are there, and who may stop it.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    DoorwaysError
        When the plan says what none can or compares nothing, or a task failed however often it was tried.
    """
    with opened(store) as kept:
        batch = _batch(plan, kept)
        done = run_batch(batch, kept, execution=execution)
        if done.aside:
            raise failed(done.aside)
        return frame(tables.summaries(batch, kept)), frame(tables.runs(batch, kept))


def calibrate(
    plan: Path | str | Mapping[str, Any],
    *,
    store: str | Path | None = None,
    execution: Execution = USUAL,
) -> "tuple[DataFrame, DataFrame]":
    """Make a plan's calibrations and return two frames: a row each, those that failed too; and a row a pair of one place.

    Parameters
    ----------
    plan, store, execution
        As for `run`.

    Raises
    ------
    StoppedError
        When it was stopped before its end; what was finished is stored.
    DoorwaysError
        When the plan says what none can, or has no calibrations.
    """
    with opened(store) as kept:
        asked = _batch(plan, kept).calibrations
        run_calibrations(asked, kept, execution=execution)
        return frame(calibrations(asked, kept)), frame(pairs(asked, kept))


def events(
    plan: Path | str | Mapping[str, Any], *, store: str | Path | None = None
) -> "Iterator[DataFrame]":
    """Yield a frame for each run of a plan that keeps logs, a row an event; nothing runs.

    Raises
    ------
    DoorwaysError
        When the plan asks for no logs, or one is not stored.
    """
    from pandas import DataFrame

    with opened(store) as kept:
        yield from map(DataFrame, tables.events(_batch(plan, kept), kept))


def _batch(plan: Path | str | Mapping[str, Any], store: FindingStore) -> Batch:
    read = plan_of(plan, "plan", Path.cwd()) if isinstance(plan, Mapping) else read_plan(Path(plan))
    return batch_of(read, store)


def failed(aside: list[Aside]) -> DoorwaysError:
    """Return what tells of tasks that never worked: the first by name."""
    first = aside[0]
    rule = f"{len(aside):,} of its futures failed however often they were tried; {first.task}: {first.why}"
    return DoorwaysError("batch", first.task, rule, "What else ran is stored; mend it and resume.")


def frame(rows: Iterator[dict[str, Any]]) -> "DataFrame":
    """Return rows as a frame."""
    from pandas import DataFrame

    return DataFrame(list(rows))

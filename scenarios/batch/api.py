"""A batch from Python: plan in, frames back."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scenarios.batch import tables
from scenarios.batch.cells import batch_of
from scenarios.batch.plan import plan_of, read_plan
from scenarios.batch.study import Aside, run_batch
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
    """Run a batch and return two frames: one row a comparison, measure and window; one row a run and year.

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
        When the plan says what none can, or a task failed however often it was tried.
    """
    read = plan_of(plan, "plan", Path.cwd()) if isinstance(plan, Mapping) else read_plan(Path(plan))
    batch = batch_of(read)
    with opened(store) as kept:
        done = run_batch(batch, kept, execution=execution)
        if done.aside:
            raise failed(done.aside)
        return frame(tables.summaries(batch, kept)), frame(tables.runs(batch, kept))


def failed(aside: list[Aside]) -> DoorwaysError:
    """Return what tells of tasks that never worked: the first by name."""
    first = aside[0]
    rule = f"{len(aside):,} of its futures failed however often they were tried; {first.task}: {first.why}"
    return DoorwaysError("batch", first.task, rule, "What else ran is stored; mend it and resume.")


def frame(rows: Iterator[dict[str, Any]]) -> "DataFrame":
    """Return rows as a frame."""
    from pandas import DataFrame

    return DataFrame(list(rows))

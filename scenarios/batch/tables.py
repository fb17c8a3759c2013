"""A batch as tables: a row a comparison, measure and window; a run and year; a run and week; an event of a run."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from scenarios.batch.cells import Batch, Cell
from scenarios.batch.logs import logs_of
from scenarios.batch.study import BatchStore
from scenarios.comparison import TOTAL
from scenarios.gather import Gathered, Gatherer
from scenarios.reuse import Reused
from scenarios.shared import shared_by
from scenarios.statistics import compare_values, windowed
from simulation.errors import DoorwaysError
from simulation.outcomes.measures import BY_NAME, WEEKLY
from simulation.runner.spec import ReplicateTask, run_keys

ARMS: Final = ("baseline", "scenario")
_ENDS: Final = {
    "baseline": ("mean", "low", "high"),
    "scenario": ("mean", "low", "high"),
    "difference": ("mean", "low", "high", "mean_low", "mean_high"),
}


def summaries(batch: Batch, store: BatchStore) -> Iterator[dict[str, Any]]:
    """Yield a row for each comparison, measure and window.

    Raises
    ------
    DoorwaysError
        When a run of it is not stored: a table of a part is never given as the whole.
    """
    for head, _, gathered in _each(batch, store):
        shared = shared_by(gathered.replicates, central=batch.plan.said.central)
        windows = [*(f"year {k}" for k in range(1, batch.plan.said.years + 1)), TOTAL]
        for measure in batch.measures:
            arms = gathered.values[:, :, BY_NAME[measure.name]]
            base, scen = (windowed(arm, measure.kind) for arm in arms)
            for k, window in enumerate(windows):
                compared = compare_values(base[:, k], scen[:, k], shared)
                yield head | {
                    "measure": measure.name,
                    "unit": measure.unit,
                    "window": window,
                    **_numbers(compared),
                }


def runs(batch: Batch, store: BatchStore) -> Iterator[dict[str, Any]]:
    """Yield a row for each run, measure and year.

    Raises
    ------
    DoorwaysError
        When a run of it is not stored.
    """
    for head, gathered, where in _each_run(batch, store):
        for measure in batch.measures:
            values = gathered.values[*where, BY_NAME[measure.name]]
            for year, value in enumerate(values.tolist(), start=1):
                yield head | {"measure": measure.name, "year": year, "value": value}


def weeks(batch: Batch, store: BatchStore) -> Iterator[dict[str, Any]]:
    """Yield a row for each run and week, with everything that is kept by week.

    Raises
    ------
    DoorwaysError
        When a run of it is not stored.
    """
    for head, gathered, where in _each_run(batch, store, weekly=True):
        for week, row in enumerate(gathered.weekly[where].tolist(), start=1):
            yield head | {"week": week, **dict(zip(WEEKLY, row, strict=True))}


def events(batch: Batch, store: BatchStore) -> Iterator[dict[str, Any]]:
    """Yield for each run its columns, an entry an event, in true order, beside what all of them share.

    Raises
    ------
    DoorwaysError
        When the plan asks for no logs, or one is not stored.
    """
    if not batch.plan.said.events:
        rule = "It keeps no logs of events."
        step = "Say events = true in the plan, and run it with --changed."
        raise DoorwaysError("batch", batch.plan.name, rule, step)
    names = names_of(batch)
    for cell in batch.cells:
        about = _about(batch, cell, names)
        for task in batch.planned(cell).tasks:
            for arm, key, log in zip(ARMS, run_keys(task), logs_of(task, store), strict=True):
                which = {"arm": arm, "run_key": key, "replicate": task.replicate}
                yield about | which | log.columns()


def _each_run(
    batch: Batch, store: BatchStore, *, weekly: bool = False
) -> Iterator[tuple[dict[str, Any], Gathered, tuple[int, int]]]:
    """Yield what each run is, and where its numbers are: in its comparison, by arm and replicate."""
    for about, tasks, gathered in _each(batch, store, weekly=weekly):
        keys = [run_keys(task) for task in tasks]
        for a, arm in enumerate(ARMS):
            for r, replicate in enumerate(gathered.replicates.tolist()):
                which = {"arm": arm, "run_key": keys[r][a], "replicate": replicate}
                yield about | which, gathered, (a, r)


def _each(
    batch: Batch, store: BatchStore, *, weekly: bool = False
) -> Iterator[tuple[dict[str, Any], Sequence[ReplicateTask], Gathered]]:
    """Yield what each comparison is, its tasks, and all of their runs."""
    names = names_of(batch)
    for cell in batch.cells:
        tasks = batch.planned(cell).tasks
        gatherer, reused = Gatherer(tasks, most_weekly=len(tasks) if weekly else 0), Reused()
        _take(tasks, reused, gatherer, store)
        if reused.left:
            where = f"{cell.scenario.name} in {cell.council.name}"
            said = f"{len(reused.left):,} of {len(tasks):,} futures of {where}"
            rule = "They are not stored, and a table of the rest would pass for the whole."
            raise DoorwaysError("batch", said, rule, "Resume the batch, then ask again.")
        yield _about(batch, cell, names), tasks, gatherer.whole()


def _take(tasks: Sequence[Any], reused: Reused, gatherer: Gatherer, store: BatchStore) -> None:
    reused.take(tasks, store, lambda place, run: gatherer.take(tasks[place], (run,)))


def _about(batch: Batch, cell: Cell, names: Sequence[str]) -> dict[str, Any]:
    return {
        "batch": batch.plan.name,
        "code": cell.council.code,
        "authority": cell.council.name,
        "region": cell.council.region,
        "scenario": cell.scenario.name,
        "point": cell.point,
        **{name: cell.sets.get(name, np.nan) for name in names},
        "replicates": batch.plan.said.replicates,
    }


def names_of(batch: Batch) -> tuple[str, ...]:
    """Return the figures that any point of a batch sets: the first comparison's points are all.

    Raises
    ------
    DoorwaysError
        When it compares nothing: there is no table of that.
    """
    if not batch.cells:
        step = "Name authorities and scenarios in the plan, or ask for its calibrations."
        raise DoorwaysError("comparisons", "none", "The plan has none.", step)
    same = (one for one in batch.cells if one.council is batch.cells[0].council)
    return tuple(dict.fromkeys(name for one in same for name in one.sets))


def _numbers(compared: dict[str, Any]) -> dict[str, Any]:
    return {f"{part}_{end}": compared[part][end] for part, ends in _ENDS.items() for end in ends}

"""Join the databases of a batch's parts into one: each run once, whoever ran it."""

from collections.abc import Sequence
from typing import Protocol

from calibration.joint.england import BankStore
from scenarios.batch import logs
from scenarios.batch.calibrations import kept, simulations
from scenarios.batch.cells import Batch
from scenarios.batch.study import BatchStore
from scenarios.compare import experiment_of


class WholeStore(BatchStore, BankStore, Protocol):
    """What joining needs of a store (`simulation.store.store.Store` has it)."""


def merge(batch: Batch, parts: Sequence[WholeStore], whole: WholeStore) -> tuple[int, int]:
    """Copy all that a part of a batch holds and the whole does not; return how many runs, and pieces of calibrations, were new.

    What does not match its digest is not copied.

    Raises
    ------
    DoorwaysError
        When a database cannot be read or written; what was copied before stays.
    """
    pieces = 0
    for part in parts:
        pieces += simulations.copy(batch.calibrations, part, whole)
        pieces += kept.copy(batch.calibrations, part, whole)
    return _runs(batch, parts, whole), pieces


def _runs(batch: Batch, parts: Sequence[BatchStore], whole: BatchStore) -> int:
    """Copy every run."""
    copied = 0
    for cell in batch.cells:
        plan = batch.planned(cell)
        if batch.plan.said.events:
            for part in parts:
                logs.copy(plan.tasks, part, whole)
        experiment = ""
        for part in parts:
            left = whole.held(plan.tasks).left
            if not left:
                break
            wanted = [plan.tasks[place] for place in left]
            for place, result in part.held(wanted).results:
                experiment = experiment or whole.experiment(*experiment_of(plan))
                copied += whole.add(wanted[place], (result,), experiment)
    return copied

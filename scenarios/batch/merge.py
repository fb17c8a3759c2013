"""Join the databases of a batch's parts into one: each run once, whoever ran it."""

from collections.abc import Sequence

from scenarios.batch.cells import Batch
from scenarios.batch.study import BatchStore
from scenarios.compare import experiment_of


def merge(batch: Batch, parts: Sequence[BatchStore], whole: BatchStore) -> int:
    """Copy every run of a batch that a part holds and the whole does not; return how many were new.

    A run that does not match its digest is not copied.

    Raises
    ------
    DoorwaysError
        When a database cannot be read or written; what was copied before stays.
    """
    copied = 0
    for cell in batch.cells:
        plan = batch.planned(cell)
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

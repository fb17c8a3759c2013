"""How much of a comparison is stored already; nothing runs to find out."""

from pathlib import Path

from scenarios.compare import RunStore, make_plan
from scenarios.request import CompareRequest
from scenarios.reuse import Reused
from simulation.store.opened import opened


def stored_replicates(request: CompareRequest, store: RunStore | str | Path | None = None) -> int:
    """Count the replicates of a comparison whose runs, of both arms, are all stored.

    Parameters
    ----------
    request
        The comparison.
    store
        Where runs are kept, or its SQLAlchemy address; by default a file in the user's data directory.

    Raises
    ------
    DoorwaysError
        When something asked for is unknown, or the store cannot be used.
    """
    tasks = make_plan(request).tasks
    reused = Reused()
    with opened(store) as kept:
        reused.take(tasks, kept, lambda place, run: None)
    return len(tasks) - len(reused.left)

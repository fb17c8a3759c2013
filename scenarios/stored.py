"""How much of a comparison is stored already; nothing runs to find out."""

from pathlib import Path

from scenarios.compare import make_plan, open_runs
from scenarios.request import CompareRequest
from scenarios.reuse import Reused


def stored_replicates(request: CompareRequest, db: str | Path | None = None) -> int:
    """Count the replicates of a comparison whose runs, of both arms, are all stored.

    Parameters
    ----------
    request
        The comparison.
    db
        SQLAlchemy address of the store; by default a file in the user's data directory.

    Raises
    ------
    DoorwaysError
        When something asked for is unknown, or the store cannot be used.
    """
    tasks = make_plan(request).tasks
    reused = Reused()
    with open_runs(db) as store:
        reused.take(tasks, store, lambda place, run: None)
    return len(tasks) - len(reused.left)

"""Run trials with what is stored of them, and store those that finish."""

from collections.abc import Mapping
from typing import Any, Final

from scenarios.request import CompareRequest
from scenarios.trial.design import Trial
from scenarios.trial.result import Found
from scenarios.trial.study import about_of, run_trials
from simulation.runner.execution import Execution
from simulation.store.store import Store

#: What trials are stored under, and how many are written together.
KIND: Final = "trial"
TOGETHER: Final = 8


def run_stored(
    request: CompareRequest, asked: Trial, store: Store, *, execution: Execution
) -> Found:
    """Run what a store lacks of a trial; what has finished is stored whatever stops it.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When something asked for is unknown, a trial fails, or the store cannot be used.
    """
    about = about_of(request, asked)
    # The same trials serve when more of them are asked for.
    job = store.job(KIND, {name: one for name, one in about.items() if name != "replications"})
    fresh: dict[str, Any] = {}

    def keep(key: str, result: Mapping[str, Any]) -> None:
        fresh[key] = result
        if len(fresh) >= TOGETHER:
            store.add_pieces(job, dict(fresh))
            fresh.clear()

    try:
        done = store.pieces(job).sound
        return run_trials(request, asked, execution=execution, done=done, on_result=keep)
    finally:
        store.add_pieces(job, fresh)

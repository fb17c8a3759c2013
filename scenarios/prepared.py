"""Processes that load the model while a comparison is planned, where the store shows that it will run."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scenarios.compare import RunStore, make_plan
from scenarios.request import CompareRequest
from scenarios.reuse import Reused
from scenarios.shared import PAIR
from simulation.runner.execution import Execution
from simulation.runner.spec import ArmResult
from simulation.runner.standing import standing
from simulation.store.opened import opened


@contextmanager
def prepared(
    request: CompareRequest,
    execution: Execution,
    store: RunStore | str | Path | None = None,
) -> Iterator[Execution]:
    """Give an execution whose processes are born already, where much is asked for and its first runs are not there.

    Who asks again for what is stored waits for no process.

    Parameters
    ----------
    request, execution, store
        As for `scenarios.compare.compare`.

    Raises
    ------
    DoorwaysError
        When what is asked for cannot be planned, or the store cannot be used.
    """
    first = make_plan(replace(request, replicates=min(PAIR, request.replicates))).tasks
    with opened(store) as kept:
        left = Reused().take(first, kept, _pass_over)
    if not left:
        yield execution
        return
    with standing(execution, request.replicates * request.years) as ready:
        yield ready


def _pass_over(_place: int, _run: ArmResult) -> None:
    """Leave what is stored to the comparison itself."""

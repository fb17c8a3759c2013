"""Processes that load the model while their work is still being planned, for work that is known to be long."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from simulation.runner.execution import Execution
from simulation.runner.pool import Pool

#: Years of a council for each process that repay its start: a core simulates 25 to 30 a second, and a
#: process that loads while others plan costs about two seconds of it.
REPAYING_YEARS: Final = 400


@contextmanager
def standing(execution: Execution, years: int) -> Iterator[Execution]:
    """Give an execution whose processes are born already, where there are years enough to simulate.

    Where work has an executor of its own, or one process, nothing changes. Processes that nobody
    needed, since all is stored or planning failed, end by themselves.

    Parameters
    ----------
    execution
        How it runs.
    years
        Years to simulate, of all councils and futures together.
    """
    workers = execution.at_once(years)
    alone = execution.executor is not None or workers == 1
    if alone or years < workers * REPAYING_YEARS or not _is_compiled():
        yield execution
        return
    # Imported here: who runs little needs no model yet.
    from simulation.runner.worker import load

    pool = Pool(workers)
    try:
        pool.load(load)
        yield replace(execution, pool=pool)
    finally:
        # Where nothing was left to run they may still be loading: nobody waits for that.
        pool.close(patient=False)


def _is_compiled() -> bool:
    """Whether the model can be loaded; else one process compiles it, before others would at the same time."""
    from simulation.compile import is_compiled
    from simulation.discover import model_rules

    return is_compiled(model_rules())

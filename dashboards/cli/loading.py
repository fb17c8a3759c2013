"""Load what draws and writes a report while the runs it is about go on."""

from contextlib import suppress
from dataclasses import replace
from threading import Thread

from simulation.runner.execution import Execution


def loading_meanwhile(execution: Execution) -> Execution:
    """Return an execution that loads what a report needs once its first word of progress comes.

    Runs leave much of the interpreter's time to others.
    """
    thread = Thread(target=_load, name="loading", daemon=True)

    def progress(done: int, total: int) -> None:
        if thread.ident is None:
            thread.start()
        execution.tell(done, total)

    return replace(execution, progress=progress)


def _load() -> None:
    """Load it; whoever draws meets the same fault, and tells it."""
    from dashboards.report.charts import load

    with suppress(Exception):
        load()

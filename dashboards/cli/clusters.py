"""Where long work runs: on this machine, or on a cluster that outgrows it; the same for every command."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Annotated, Any, Final

import typer

from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution

_Workers = Annotated[
    int | None, typer.Option(metavar="N", help="Processes that simulate; default: one a core.")
]
_Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Run on a Dask cluster, such as tcp://127.0.0.1:8786; needs the extra 'cluster'.",
    ),
]
#: What stands in a command's signature for where it runs, and what people are asked in its place.
_PLACE: Final = "execution"
_ASKED: Final = {"workers": _Workers, "cluster": _Cluster}


def anywhere[R](command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the options --workers and --cluster in place of its parameter `execution`.

    The command is handed an execution, and need not know what it is. A cluster is let go when it ends.
    """

    @wraps(command)
    def placed(
        *said: Any, workers: int | None = None, cluster: str | None = None, **more: Any
    ) -> R:
        with _at(cluster, workers) as execution:
            return command(*said, **{_PLACE: execution}, **more)

    declared = inspect.signature(command)
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=kind)
        for name, kind in _ASKED.items()
    ]
    asked: list[inspect.Parameter] = []
    for one in declared.parameters.values():
        asked += options if one.name == _PLACE else [one.replace(kind=one.KEYWORD_ONLY)]
    # Typer reads the one and Python the other.
    placed.__annotations__ = {one.name: one.annotation for one in asked}
    vars(placed).pop("__wrapped__")
    vars(placed)["__signature__"] = declared.replace(parameters=asked)
    return placed


@contextmanager
def _at(cluster: str | None, workers: int | None) -> Iterator[Execution]:
    """Give an execution on a cluster, or here."""
    if cluster is None:
        yield Execution(workers)
        return
    if workers is not None:
        rule = "A cluster has workers of its own, and runs as much at once as they have room for."
        raise DoorwaysError("workers", workers, rule, "Leave out --workers, or --cluster.")
    # Imported here: who has no cluster needs nothing of it.
    from simulation.runner.cluster import connected

    with connected(cluster) as execution:
        yield execution

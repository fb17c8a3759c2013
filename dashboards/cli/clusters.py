"""The option --cluster: where long work runs that outgrows a machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from simulation.runner.execution import Execution

ClusterOption = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Run on a Dask cluster, such as tcp://127.0.0.1:8786; needs the extra 'cluster'.",
    ),
]


@contextmanager
def on(address: str | None, here: Execution) -> Iterator[Execution]:
    """Give an execution on a cluster, or the one here."""
    if address is None:
        yield here
        return
    from simulation.runner.cluster import cluster

    with cluster(address) as execution:
        yield execution

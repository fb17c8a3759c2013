"""A Dask cluster as an executor: its workers' versions are checked, and as much is sent as it has places."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from simulation.errors import DoorwaysError
from simulation.runner.execution import WORKERS, Execution
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

#: Seconds to wait for a scheduler that does not answer.
WAIT: Final = "10s"
#: A task whose worker is gone runs again so often: elsewhere.
RETRIES: Final = 3
type Versions = tuple[str, int]


def versions_here() -> Versions:
    """Return the versions of the product and of its results that this process has."""
    return PRODUCT_VERSION, RESULTS_VERSION


@contextmanager
def cluster(address: str) -> Iterator[Execution]:
    """Give an execution on the cluster whose scheduler is at an address.

    Raises
    ------
    DoorwaysError
        When the extra is not installed, nothing answers, there is no worker, or a worker has another version
        of Doorways: its numbers would differ.
    """
    client = _connected(address)
    try:
        _check(address, client)
        places = sum(client.nthreads().values())
        executor = client.get_executor(pure=False, retries=RETRIES)
        yield Execution(min(places, WORKERS[1]), executor)
    finally:
        client.close()


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        rule = "Clusters need the extra 'cluster', which is not installed."
        step = "Install it beside Doorways: pip install 'distributed>=2025.1'."
        raise DoorwaysError("cluster", address, rule, step) from None
    try:
        return Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        rule = f"No scheduler answers there ({type(fault).__name__})."
        step = "Start one with 'dask scheduler', or correct the address, as tcp://127.0.0.1:8786."
        raise DoorwaysError("cluster", address, rule, step) from None


def _check(address: str, client: Any) -> None:
    """Check that there are workers, and that all have this version; the first may yet be on its way."""
    try:
        client.wait_for_workers(1, timeout=WAIT)
        found: dict[str, Versions] = client.run(versions_here)
    except TimeoutError:
        rule = "It has no worker."
        step = f"Start one with 'dask worker {address}'."
        raise DoorwaysError("cluster", address, rule, step) from None
    except ModuleNotFoundError as fault:
        rule = f"Its workers cannot load Doorways ({fault})."
        raise DoorwaysError("cluster", address, rule, "Install Doorways where they run.") from None
    here = versions_here()
    for worker, there in found.items():
        if tuple(there) != here:
            rule = f"Worker {worker} has version {there[0]} (results {there[1]}), this is {here[0]} (results {here[1]})."
            raise DoorwaysError("cluster", address, rule, "Install the same version everywhere.")

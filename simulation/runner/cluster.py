"""A Dask cluster as an executor: no worker of another version runs anything, and as much is sent as it has places."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import astuple
from typing import Any, Final

from simulation.errors import DoorwaysError
from simulation.runner.execution import WORKERS, Execution
from simulation.runner.provenance import Provenance, here
from simulation.version import RESULTS_VERSION

#: Seconds to wait for a scheduler that does not answer.
WAIT: Final = "10s"
_LIBRARY: Final = "distributed"
#: A task whose worker is gone runs again so often: elsewhere.
RETRIES: Final = 3
#: Results version, and by what runs are made: plain data, since another version may not know our records.
type Versions = tuple[int, tuple[str, ...]]


def versions_here() -> Versions:
    """Return the versions of the results, the product, its code and its libraries that this process has."""
    return RESULTS_VERSION, astuple(here())


def run_if_same[R](versions: Versions, function: Callable[..., R], *given: Any) -> R:
    """Run a function, on a worker, if that has the versions of whoever sent it.

    Raises
    ------
    DoorwaysError
        When it has others: its numbers could differ. Workers may join at any time.
    """
    refuse_others("a worker that joined", versions_here(), versions)
    return function(*given)


def refuse_others(worker: str, there: Versions, wanted: Versions) -> None:
    """Refuse a worker whose versions are others; its machine may be.

    Raises
    ------
    DoorwaysError
        When they are others.
    """
    (version, made), (other, other_made) = wanted, there
    mine, its = Provenance(*made), Provenance(*other_made)
    if other == version and its.same_software(mine):
        return
    rule = f"It has {_said(other, its)}; this is {_said(version, mine)}. Numbers could differ, so it is given nothing."
    raise DoorwaysError("cluster", worker, rule, "Install the same version everywhere.")


def _said(version: int, made: Provenance) -> str:
    return (
        f"version {made.product} (results {version}, code {made.code}) on Python {made.python} with "
        f"{made.packages}"
    )


class Cluster(Executor):
    """Hand work to an executor, which does it only where the versions are ours."""

    def __init__(self, inner: Executor) -> None:
        self._inner, self._versions = inner, versions_here()

    def submit[**P, R](
        self, function: Callable[P, R], /, *given: P.args, **named: P.kwargs
    ) -> Future[R]:
        """Hand on a function that takes no names."""
        if named:
            raise TypeError("what runs on a cluster is given by place")
        return self._inner.submit(run_if_same, self._versions, function, *given)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of the executor."""
        self._inner.shutdown(wait=wait, cancel_futures=cancel_futures)


@contextmanager
def connected(address: str) -> Iterator[Execution]:
    """Give an execution on the cluster whose scheduler is at an address.

    Raises
    ------
    DoorwaysError
        When the extra is not installed, nothing answers, there is no worker, or a worker has another version
        of Doorways or of a library that reckons: its numbers could differ.
    """
    client = _client(address)
    _quieten()
    try:
        _check(address, client)
        places = sum(client.nthreads().values())
        executor = Cluster(client.get_executor(pure=False, retries=RETRIES))
        yield Execution(min(places, WORKERS[1]), executor)
    finally:
        client.close()


def _client(address: str) -> Any:
    try:
        from distributed import Client
        from distributed.comm import resolve_address
    except ImportError:
        rule = "Clusters need the extra 'cluster', which is not installed."
        step = "Install it beside Doorways: pip install 'distributed>=2025.1'."
        raise DoorwaysError("cluster", address, rule, step) from None
    try:
        # A client that finds out for itself is left half made, and holds the end of the process up.
        resolve_address(address)
        return Client(address, timeout=WAIT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        silent = f"No scheduler answers there ({type(fault).__name__})."
        rule = "It is no address of a scheduler." if isinstance(fault, ValueError) else silent
        step = "Start one with 'dask scheduler', or correct the address, as tcp://127.0.0.1:8786."
        raise DoorwaysError("cluster", address, rule, step) from None


def _quieten() -> None:
    """Leave it to us to say that a cluster has gone: Dask would, at length, for each thing it had under way."""
    for name in [one for one in logging.root.manager.loggerDict if one.split(".")[0] == _LIBRARY]:
        for handler in logging.getLogger(name).handlers:
            handler.setLevel(logging.CRITICAL)


def _check(address: str, client: Any) -> None:
    """Check that there are workers, and that all have this version; the first may yet be on its way."""
    try:
        client.wait_for_workers(1, timeout=WAIT)
        found: dict[str, Versions] = client.run(versions_here)
    except TimeoutError:
        rule = "It has no worker."
        step = f"Start one with 'dask worker {address}'."
        raise DoorwaysError("cluster", address, rule, step) from None
    except (ModuleNotFoundError, AttributeError) as fault:
        rule = f"Its workers cannot load this Doorways ({fault})."
        raise DoorwaysError(
            "cluster", address, rule, "Install the same version where they run."
        ) from None
    for worker, there in found.items():
        refuse_others(f"{address}, worker {worker}", there, versions_here())

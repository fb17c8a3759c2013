"""A real Dask cluster on loopback, for tests and measurements: a scheduler and workers, each a process of its own."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def free_port() -> int:
    """Return a port that nothing listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass
class LocalCluster:
    """A scheduler with its workers.

    Attributes
    ----------
    port, folder
        Where it listens, and where its processes run.
    scheduler, workers
        The processes.
    """

    port: int
    folder: Path
    scheduler: "subprocess.Popen[bytes]"
    workers: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Return what --cluster takes."""
        return f"tcp://127.0.0.1:{self.port}"

    def start_scheduler(self) -> None:
        """Start the scheduler again, at its address, after it was killed."""
        self.scheduler = _scheduler(self.port, self.folder)

    def add_worker(self) -> None:
        """Start one more worker of one thread; once killed it stays away."""
        command = [sys.executable, "-m", "distributed.cli.dask_worker", self.address]
        said = [*command, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        self.workers.append(subprocess.Popen(said, cwd=self.folder, **QUIET))

    def end(self) -> None:
        """Kill what still runs."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def _scheduler(port: int, folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--no-dashboard"]
    said = [*command, "--host", "127.0.0.1", "--port", str(port)]
    return subprocess.Popen(said, cwd=folder, **QUIET)


@contextmanager
def local_cluster(folder: Path, workers: int = 2) -> Iterator[LocalCluster]:
    """Start a cluster whose processes run in a folder, and kill it at the end."""
    port = free_port()
    made = LocalCluster(port, folder, _scheduler(port, folder))
    for _ in range(workers):
        made.add_worker()
    try:
        yield made
    finally:
        made.end()

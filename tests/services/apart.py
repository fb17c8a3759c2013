"""A batch in a program of its own, some of which is waited for: for tests that kill it, or parts of it."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

import psutil

#: The command.
START: Final = "from dashboards.cli.app import main; main()"
#: Pools of processes at once: with threads, which a batch of seconds runs in, there is no worker to kill.
POOLS: Final = "import simulation.runner.ledger as ledger; ledger.REPAYING_SECONDS = 0.0;"
#: Seconds between two looks, and after which nobody waits any more: it takes as long as the machine lets it.
_LOOK, _LONG = 0.05, 600


@contextmanager
def running(code: str, *words: str, begun: Callable[[], bool]) -> Iterator["subprocess.Popen[str]"]:
    """Run some code in a process of its own that is given these words, and wait until it has begun."""
    command = [sys.executable, "-c", code, *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    ) as process:
        try:
            wait_for(lambda: begun() or process.poll() is not None)
            assert process.poll() is None, process.communicate()[0]
            yield process
        finally:
            process.kill()


def wait_for(true: Callable[[], bool]) -> None:
    """Look until something is so, for ten minutes or more."""
    for _ in range(int(_LONG / _LOOK)):
        if true():
            return
        time.sleep(_LOOK)
    raise AssertionError("it never came to be so")


def rows_in(db: Path, table: str) -> int:
    """Count the rows of a table that another program may be making or writing, without taking part."""
    try:
        with closing(sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def ended(process: "subprocess.Popen[str]") -> str:
    """Wait for its end, which is a good one; what it said."""
    said = process.communicate(timeout=_LONG)[0]
    assert process.returncode == 0, said
    return said


def worker_killed(process: "subprocess.Popen[str]") -> bool:
    """End the youngest process of its pool with SIGKILL, once there is one; whether that could be done before its end."""
    found: list[psutil.Process] = []

    def there() -> bool:
        found[:] = _workers(process.pid)
        return bool(found) or process.poll() is not None

    wait_for(there)
    with suppress(psutil.NoSuchProcess):
        for worker in found[-1:]:
            worker.kill()
            return True
    return False


def _workers(driver: int) -> list[psutil.Process]:
    """The processes of a program's pool; it has others, which look after what they share."""
    try:
        every = psutil.Process(driver).children()
        return [one for one in every if any("spawn_main" in word for word in one.cmdline())]
    except psutil.NoSuchProcess:
        return []

"""Wait for another writer: a while for anybody, and far longer when it is a Doorways of ours."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import RootTransaction
from sqlalchemy.exc import OperationalError

from simulation.store.explain import is_locked

#: How often the wait that everybody is given is repeated for one of ours: two minutes in all.
PATIENCE = 12
#: Stands beside the database while one of ours writes, and holds the number of its process.
SUFFIX = "-writer"


@contextmanager
def begun(engine: Engine, file: Path | None) -> Iterator[Connection]:
    """Open a transaction, waiting for whoever holds the right to write.

    Parameters
    ----------
    file
        The database's file, if it is one.

    Raises
    ------
    sqlalchemy.exc.OperationalError
        When the other did not finish.
    """
    marker = file.with_name(file.name + SUFFIX) if file is not None else None
    with engine.connect() as connection:
        transaction = _begin(connection, marker)
        with _marked(marker), transaction:
            yield connection


def _begin(connection: Connection, marker: Path | None) -> RootTransaction:
    for left in reversed(range(PATIENCE)):
        try:
            return connection.begin()
        except OperationalError as error:
            if not (left and is_locked(error) and _is_ours(marker)):
                raise
    raise AssertionError("the last attempt returns or raises")


@contextmanager
def _marked(marker: Path | None) -> Iterator[None]:
    """Say beside the database that one of ours is writing."""
    if marker is None:
        yield
        return
    mine = str(os.getpid())
    # Where nothing can be written beside it, others just wait as they do for anybody.
    with suppress(OSError):
        marker.write_text(mine, encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            if marker.read_text(encoding="utf-8") == mine:
                marker.unlink()


def _is_ours(marker: Path | None) -> bool:
    """Whether the writer named beside the database is alive; a killed one leaves its name."""
    try:
        return marker is not None and psutil.pid_exists(int(marker.read_text(encoding="utf-8")))
    except (OSError, ValueError, OverflowError):
        return False

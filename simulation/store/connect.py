"""From an address that was read to a database that answers, or to one clear error."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event
from sqlalchemy.exc import ArgumentError

from simulation.errors import DoorwaysError
from simulation.store.address import MEMORY, SECRET_SETTINGS, file_of, hidden
from simulation.store.shares import refuse_share
from simulation.store.waiting import begun

#: Milliseconds to wait for another writer, and seconds for a server.
BUSY_MILLISECONDS, CONNECT_SECONDS = 10_000, 10
#: Execution option that says how a transaction on SQLite begins.
BEGIN = "doorways_begin"
_BETWEEN_SECONDS = 0.02


def make_engine(url: URL) -> Engine:
    """Make the engine of an address, with the settings that keep several users apart.

    Raises
    ------
    DoorwaysError
        When the file lies on a network share, its folder cannot be made, the driver is not installed, or a setting is wrong.
    """
    file = file_of(url)
    if file is not None:
        refuse_share(file)
        _make_folder(file)
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        # SQLAlchemy hides a password before the server's name, but none among the settings.
        secrets = {name: url.query[name] for name in SECRET_SETTINGS if name in url.query}
        url = url.difference_update_query(secrets)
        options["connect_args"] = {"connect_timeout": CONNECT_SECONDS, **secrets}
    elif url.get_backend_name() == "sqlite" and (url.database or MEMORY) == MEMORY:
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    try:
        engine = create_engine(url, **options)
    except ImportError:
        raise DoorwaysError(
            "database",
            hidden(url),
            "The driver of PostgreSQL is not installed.",
            'Install the extra "postgres"; without a server, give a file\'s path.',
        ) from None
    except (ArgumentError, ValueError):
        raise DoorwaysError(
            "database",
            hidden(url),
            "A setting after the question mark has a value that it cannot have.",
            "Leave the settings out, or look them up.",
        ) from None
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    return engine


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        is_folder = file.is_dir()
    except OSError as error:
        raise _unwritable(str(file), error.strerror or str(error)) from None
    if is_folder:
        raise _unwritable(str(file), "It is a folder")


def _unwritable(address: str, reason: str) -> DoorwaysError:
    return DoorwaysError(
        "database",
        address,
        f"It cannot be written there: {reason}.",
        "Name a file in a folder of yours with --db.",
    )


def _set_up_sqlite(engine: Engine) -> None:
    """Let readers and one writer work side by side, and begin transactions ourselves."""

    @event.listens_for(engine, "connect")
    def on_connect(raw: Any, _: object) -> None:
        raw.isolation_level = None
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get(BEGIN, "BEGIN"))


def use_wal(engine: Engine) -> None:
    """Give an SQLite file a write-ahead log, for good: readers never wait for the writer.

    SQLite itself does not wait here for another who is about to do the same, as when several programs
    open a new file at once.
    """
    raw = engine.raw_connection()
    until = time.monotonic() + BUSY_MILLISECONDS / 1000
    try:
        while not _switched(raw, last=time.monotonic() > until):
            time.sleep(_BETWEEN_SECONDS)
    finally:
        raw.close()


def _switched(raw: Any, *, last: bool) -> bool:
    """Switch to a write-ahead log; False when another is in the way, an error at the last attempt."""
    cursor = raw.cursor()
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    finally:
        cursor.close()
    return True


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that sees one moment, whatever is written or pruned meanwhile."""
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; it takes SQLite's write lock at once.

    A transaction that reads first and then wants to write fails however long it waits.
    """
    immediately = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    with begun(immediately, file_of(engine.url)) as connection:
        yield connection

"""From an address to a database that answers, or to one clear error."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from simulation.errors import DoorwaysError
from simulation.store.waiting import begun

#: Milliseconds to wait for another writer, and seconds for a server.
BUSY_MILLISECONDS, CONNECT_SECONDS = 10_000, 10
#: Execution option that says how a transaction on SQLite begins.
BEGIN = "doorways_begin"
FILE_NAME = "doorways.sqlite"


def default_path() -> Path:
    """Where runs are kept when nobody says otherwise: the user's data directory."""
    return user_data_path("doorways", appauthor=False) / FILE_NAME


def to_url(address: str | Path | None) -> URL:
    """Read an address: an SQLAlchemy URL, a path of an SQLite file, or nothing.

    Raises
    ------
    DoorwaysError
        When it looks like a URL and is none.
    """
    if address is None:
        address = default_path()
    if isinstance(address, str) and "://" in address:
        try:
            url = make_url(address)
        except ArgumentError:
            raise DoorwaysError(
                "database",
                address,
                "This is not an SQLAlchemy URL.",
                "Write sqlite:///runs.sqlite, postgresql://user@host/name, or a file's path.",
            ) from None
        # Psycopg 3 is the driver that ships as an extra.
        plain = url.drivername in ("postgresql", "postgres")
        return url.set(drivername="postgresql+psycopg") if plain else url
    return URL.create("sqlite", database=str(Path(address).expanduser()))


def hidden(url: URL) -> str:
    """Write an address for people: a plain path for a file, and never a password."""
    file = _file(url)
    return str(file) if file else url.render_as_string(hide_password=True)


def _file(url: URL) -> Path | None:
    """File of an SQLite address, unless it is in memory or a URI of SQLite's own."""
    name = url.database or ":memory:"
    sqlite = url.get_backend_name() == "sqlite"
    return Path(name) if sqlite and name != ":memory:" and not name.startswith("file:") else None


def make_engine(url: URL) -> Engine:
    """Make the engine of an address, with the settings that keep several users apart.

    Raises
    ------
    DoorwaysError
        When the folder cannot be made, or the driver is unknown or not installed.
    """
    file = _file(url)
    if file is not None:
        _make_folder(file)
    options: dict[str, Any] = {}
    if url.get_backend_name() == "postgresql":
        options["connect_args"] = {"connect_timeout": CONNECT_SECONDS}
    elif url.get_backend_name() == "sqlite" and (url.database or ":memory:") == ":memory:":
        options |= {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
    try:
        engine = create_engine(url, **options)
    except (NoSuchModuleError, ImportError):
        raise DoorwaysError(
            "database",
            hidden(url),
            f"The driver of {url.drivername} is unknown or not installed.",
            'For PostgreSQL install the extra "postgres"; without a server, give a file\'s path.',
        ) from None
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    return engine


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(str(file), error.strerror or str(error)) from None
    if file.is_dir():
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
    """Give an SQLite file a write-ahead log, for good: readers never wait for the writer."""
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.close()
    finally:
        raw.close()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that writes; it takes SQLite's write lock at once.

    A transaction that reads first and then wants to write fails however long it waits.
    """
    immediately = engine.execution_options(**{BEGIN: "BEGIN IMMEDIATE"})
    with begun(immediately, _file(engine.url)) as connection:
        yield connection

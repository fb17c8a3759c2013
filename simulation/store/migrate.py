"""Bring a database to today's tables, or say why it is not ours to touch."""

from pathlib import Path

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    MetaData,
    String,
    Table,
    false,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.schema import CreateColumn

from simulation.errors import DoorwaysError
from simulation.outcomes.measures import WEEKLY
from simulation.store.connect import use_wal, writing
from simulation.store.schema import METADATA, PARAMETER_SET, REVISION, RUN_WEEK, VERSION_TABLE

MIGRATIONS = Path(__file__).parent / "migrations"
#: Number of the PostgreSQL lock under which one process at a time changes tables.
_LOCK = 0x0D00_4A75


def prepare(engine: Engine, address: str) -> None:
    """Make or upgrade the tables, and prove that the database can be written.

    Raises
    ------
    DoorwaysError
        When it holds other tables, a newer or unknown schema, or is read-only.
    sqlalchemy.exc.SQLAlchemyError
        When it cannot be reached or written; nothing is changed then.
    """
    with engine.connect() as connection:
        # Only looking: nothing of somebody else's may change.
        _is_current(connection, address)
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        if not _is_current(connection, address):
            # Only Doorways' own tables get here, or none.
            old = inspect(connection).get_table_names()
            upgrade(connection) if old else make(connection)
        add_declared(connection)
        _refuse_damaged(connection, address)
        _prove_writable(connection)
    if engine.dialect.name == "sqlite":
        use_wal(engine)


def _prove_writable(connection: Connection) -> None:
    """Add no row: a database that is read-only, or not ours to write, refuses even that."""
    columns = tuple(PARAMETER_SET.c)
    none = select(*columns).where(false())
    connection.execute(insert(PARAMETER_SET).from_select(columns, none))


def _is_current(connection: Connection, address: str) -> bool:
    """Whether the tables are today's; False when they have to be made or upgraded."""
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE not in tables:
        if tables & set(METADATA.tables):
            raise _changed(address, "the table that says of which version it is")
        if tables:
            names = ", ".join(sorted(tables)[:5])
            raise DoorwaysError(
                "database",
                address,
                f"It holds tables that are not Doorways' ({names}).",
                "Give Doorways a file or a database of its own with --db.",
            )
        return False
    found = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
    if found == REVISION:
        return True
    if found is not None and found not in revisions():
        raise DoorwaysError(
            "database",
            address,
            f"It holds schema version {found!r}; this Doorways knows up to {REVISION!r}.",
            "Use the newer Doorways that wrote it, or another database with --db.",
        )
    return False


def _refuse_damaged(connection: Connection, address: str) -> None:
    """Look whether every table and column of today is there."""
    found = {
        name: columns for (_, name), columns in inspect(connection).get_multi_columns().items()
    }
    for name, table in METADATA.tables.items():
        if name not in found:
            raise _changed(address, f"the table {name!r}")
        held = {column["name"] for column in found[name]}
        lacking = [column.name for column in table.c if column.name not in held]
        if lacking:
            raise _changed(address, f"the column {lacking[0]!r} of the table {name!r}")


def _changed(address: str, lacks: str) -> DoorwaysError:
    return DoorwaysError(
        "database",
        address,
        f"It says it is Doorways' but lacks {lacks}: it was changed by hand, or left half-way.",
        "It was left as it is. Restore a copy, or name another database with --db; its runs are "
        "made again.",
    )


def revisions() -> tuple[str, ...]:
    """Every schema version this program knows, newest first."""
    # Alembic is imported only when there is something to do: it slows every start.
    from alembic.script import ScriptDirectory

    return tuple(one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def make(connection: Connection) -> None:
    """Make today's tables in an empty database, within its transaction.

    They are those all migrations lead to, in a tenth of the time: Alembic alone takes longer to load.
    """
    version = Table(VERSION_TABLE, MetaData(naming_convention={"pk": "%(table_name)s_pkc"}))
    version.append_column(Column("version_num", String(32), primary_key=True))
    METADATA.create_all(connection)
    version.create(connection)
    connection.execute(insert(version).values(version_num=REVISION))


def add_declared(connection: Connection) -> None:
    """Give the table of weeks a column for each figure declared since it was made.

    What is kept by week is a list of declarations; only a column that is renamed or means
    something else needs a migration.
    """
    held = inspect(connection)
    if not held.has_table(RUN_WEEK.name):
        return  # Said by whoever looks whether all tables are there.
    there = {column["name"] for column in held.get_columns(RUN_WEEK.name)}
    for name in WEEKLY:
        if name not in there:
            words = CreateColumn(RUN_WEEK.c[name]).compile(dialect=connection.dialect)
            connection.execute(text(f"ALTER TABLE {RUN_WEEK.name} ADD COLUMN {words}"))


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Upgrade to a schema version on an open connection, within its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    # The option is a template to Alembic.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)

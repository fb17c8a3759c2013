"""Migrations: every released schema leads to today's tables, on every database."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text

from simulation.outcomes.measures import WEEKLY
from simulation.store.address import to_url
from simulation.store.connect import make_engine, writing
from simulation.store.migrate import add_declared, make, prepare, revisions, upgrade
from simulation.store.schema import METADATA, REVISION, VERSION_TABLE

#: Weekly columns that were a hub's.
OF_SERVICES = ("service_placements", "service_waiting", "service_supported")
#: How a server takes a row whose run is not there.
UNCHECKED = {
    "sqlite": text("PRAGMA defer_foreign_keys = ON"),
    "postgresql": text("SET session_replication_role = replica"),
}


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine on an empty database."""
    made = make_engine(to_url(database))
    yield made
    made.dispose()


def version(engine: Engine) -> str | None:
    """Schema version a database says it has."""
    with engine.connect() as connection:
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
        return found


def described(connection: Connection) -> dict[str, list[str]]:
    """All that a database says of its tables, in words that can be compared."""
    seen = inspect(connection)
    told = (
        {table: sorted(map(str, columns)) for table, columns in seen.get_multi_columns().items()},
        seen.get_multi_pk_constraint(),
        seen.get_multi_foreign_keys(),
        seen.get_multi_indexes(),
        seen.get_multi_unique_constraints(),
        seen.get_multi_table_options(),
    )
    return {name: [str(one[None, name]) for one in told] for name in seen.get_table_names()}


def test_tables_made_at_once_are_those_the_migrations_lead_to(engine: Engine) -> None:
    """A new database says of itself what one upgraded from nothing does: kinds, keys and version."""
    found = []
    for way in (make, upgrade):
        with engine.connect() as connection, connection.begin() as transaction:
            way(connection)
            add_declared(connection)
            version = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
            found.append((described(connection), version))
            transaction.rollback()
    assert found[0] == found[1]
    assert set(found[0][0]) == {*METADATA.tables, VERSION_TABLE}


def test_an_empty_database_gets_todays_tables(engine: Engine) -> None:
    """From nothing come exactly the tables the program uses: no difference."""
    prepare(engine, "here")
    assert version(engine) == REVISION
    with engine.connect() as connection:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, METADATA) == []
        assert set(inspect(connection).get_table_names()) == {*METADATA.tables, VERSION_TABLE}


@pytest.mark.parametrize("released", revisions())
def test_every_released_schema_is_upgraded(engine: Engine, released: str) -> None:
    """A database of any released version opens as today's."""
    with writing(engine) as connection:
        upgrade(connection, released)
    assert version(engine) == released
    prepare(engine, "here")
    assert version(engine) == REVISION


@pytest.mark.parametrize("name", WEEKLY)
def test_a_declared_column_needs_no_migration(engine: Engine, name: str) -> None:
    """A database made before a weekly figure was declared gets its column, of the right kind."""
    prepare(engine, "here")
    with engine.connect() as connection, connection.begin() as transaction:
        before = described(connection)
        connection.execute(text(f"ALTER TABLE run_week DROP COLUMN {name}"))
        assert described(connection) != before
        add_declared(connection)
        assert described(connection) == before
        transaction.rollback()


def test_columns_are_renamed_with_their_values(engine: Engine) -> None:
    """What a week held under a hub's name is there, unchanged, under the name of any service."""
    before, after = ("hub_placements", "hub_waiting", "hub_supported"), OF_SERVICES
    with engine.connect() as connection, connection.begin() as transaction:
        upgrade(connection, "0003")
        names = {column["name"] for column in inspect(connection).get_columns("run_week")}
        assert set(before) <= names
        others = sorted(names - set(before))
        columns = [*others, *before]
        marks = ", ".join(f":{name}" for name in columns)
        values = {name: number for number, name in enumerate(columns, start=1)}
        connection.execute(UNCHECKED[connection.dialect.name])
        connection.execute(
            text(f"INSERT INTO run_week ({', '.join(columns)}) VALUES ({marks})"), values
        )
        upgrade(connection)
        names = {column["name"] for column in inspect(connection).get_columns("run_week")}
        assert set(after) <= names
        assert not set(before) & names
        kept = connection.execute(text(f"SELECT {', '.join(after)} FROM run_week")).one()
        # The week belongs to no run, which is none of this test's business.
        transaction.rollback()
    assert [int(value) for value in kept] == [values[name] for name in before]


def test_the_newest_migration_is_the_schemas() -> None:
    """The version the schema names is the newest migration, and there is one line of them."""
    assert revisions()[0] == REVISION
    assert len(set(revisions())) == len(revisions())


def test_a_failed_upgrade_changes_nothing(engine: Engine) -> None:
    """When a migration stops half-way, the database is as it was before."""

    class HalfWayError(Exception):
        """Stand in for the power cut."""

    def stop_half_way() -> None:
        with writing(engine) as connection:
            upgrade(connection)
            raise HalfWayError

    with pytest.raises(HalfWayError):
        stop_half_way()
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []

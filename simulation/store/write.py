"""Writing runs: one transaction for what belongs together, and never the same sound run twice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import batched, chain
from typing import Any

from sqlalchemy import Connection, Executable, Table, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from simulation.outcomes.measures import WEEKLY
from simulation.runner.provenance import Provenance
from simulation.runner.spec import (
    ArmResult,
    ReplicateTask,
    digest,
    lasting_digest,
    lasting_plain,
    plain,
    run_keys,
)
from simulation.store.copying import copy_in, value_rows, week_rows
from simulation.store.read import read_runs
from simulation.store.schema import (
    EXPERIMENT,
    PARAMETER_SET,
    PROFILE,
    PROVENANCE,
    RUN,
    RUN_VALUE,
    RUN_WEEK,
)
from simulation.store.sound import YEARLY, run_digest
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

#: Databases that can be asked to ignore a row that is there.
_IGNORING: Mapping[str, Callable[[Table], sqlite.Insert | postgresql.Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
#: Values in one statement; SQLite takes as many.
MOST_VALUES = 5000


def experiment_row(name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    """Describe an experiment; its key is its content."""
    versions = {"product_version": PRODUCT_VERSION, "results_version": RESULTS_VERSION}
    return {
        "key": digest({"name": name, "config": config, **versions}),
        "name": name,
        "config": plain(config),
        "config_digest": digest(config),
        "created": datetime.now(UTC),
        **versions,
    }


def add_experiment(connection: Connection, name: str, config: Mapping[str, Any]) -> str:
    """Store an experiment once and return its key."""
    row = experiment_row(name, config)
    add_once(connection, EXPERIMENT, row, ("key",))
    return str(row["key"])


def add_runs(
    connection: Connection,
    task: ReplicateTask,
    results: Sequence[ArmResult],
    experiment: str | None,
) -> int:
    """Store the arms of a task that are not stored, or not soundly; return how many were new."""
    keys = {arm.name: (arm, key) for arm, key in zip(task.arms, run_keys(task), strict=True)}
    parameters = _add_shared(connection, PARAMETER_SET, task.parameters)
    profile = _add_profile(connection, task.profile)
    stored = read_runs(connection, (keys[result.arm][1] for result in results))
    new = 0
    for result in results:
        arm, key = keys[result.arm]
        if isinstance(stored.get(key), ArmResult):
            continue
        if key in stored:
            _remove(connection, key)
        row = {
            "run_key": key,
            "experiment_key": experiment,
            # The year has a column of its own.
            "authority": task.profile.code.partition("@")[0],
            "year": task.profile.year,
            "arm": arm.name,
            "arm_spec": lasting_plain(arm),
            "seed": task.seed,
            "replicate": task.replicate,
            "years": task.years,
            "step_days": float(task.step_days),
            "parameter_digest": parameters,
            "results_version": RESULTS_VERSION,
            "seconds": float(result.seconds),
            "created": datetime.now(UTC),
            "digest": run_digest(key, result),
            "profile_digest": profile,
            "year_luck": task.luck,
            "provenance_digest": _add_provenance(connection, result),
        }
        run_id = add_once(connection, RUN, row, ("run_key",))
        if run_id is not None:
            _clear(connection, int(run_id))
            _add_results(connection, int(run_id), result)
            new += 1
    return new


def _add_shared(connection: Connection, table: Table, thing: Any) -> str:
    """Store what many runs share once, under its digest, which is returned.

    To look whether it is there takes less than to write it out again.
    """
    key = lasting_digest(thing)
    # A server keeps it until this transaction ends, so that nobody prunes it before its run is there.
    there = select(table.c.digest).where(table.c.digest == key)
    if connection.scalar(there.with_for_update(read=True, key_share=True)) is None:
        _, column = table.c
        add_once(connection, table, {"digest": key, column.name: lasting_plain(thing)}, ("digest",))
    return key


def _add_profile(connection: Connection, profile: AuthorityProfile) -> str:
    """Store a council's figures once; of a private profile only the digest: children are kept in one place."""
    if isinstance(profile, PrivateProfile):
        return lasting_digest(profile)
    return _add_shared(connection, PROFILE, profile)


def _add_provenance(connection: Connection, result: ArmResult) -> str | None:
    """Store what a result was made by; None where that is not known."""
    made_by = result.made_by
    return None if made_by is None else _add_shared(connection, PROVENANCE, _one(made_by))


@cache
def _one(made_by: Provenance) -> Provenance:
    """Return the first of equal ones: each result of another process brings its own."""
    return made_by


def _remove(connection: Connection, key: str) -> None:
    """Take away a run that cannot be trusted, if there is one."""
    for number in connection.scalars(select(RUN.c.id).where(RUN.c.run_key == key)).all():
        _clear(connection, number)
    connection.execute(delete(RUN).where(RUN.c.run_key == key))


def _clear(connection: Connection, number: int) -> None:
    """Take away rows under a run's number, such as those whose run was lost."""
    for table in (RUN_WEEK, RUN_VALUE):
        connection.exec_driver_sql(f"DELETE FROM {table.name} WHERE run_id = {int(number)}")


def add_once(
    connection: Connection, table: Table, row: Mapping[str, Any], keys: tuple[str, ...]
) -> Any:
    """Insert a row unless its keys are there; its primary key, or None when it was there."""
    if connection.dialect.name in _IGNORING:
        statement = _ignoring(connection.dialect.name, table, keys)
        return connection.execute(statement, dict(row)).scalar_one_or_none()
    there = select(table.c[keys[0]]).where(*(table.c[key] == row[key] for key in keys))
    if connection.scalar(there) is not None:
        return None
    inserted = connection.execute(insert(table).values(row)).inserted_primary_key
    return inserted[0] if inserted is not None else None


@cache
def _ignoring(dialect: str, table: Table, keys: tuple[str, ...]) -> Executable:
    """Return what inserts a row unless its keys are there; to write it out anew takes longer."""
    first = next(iter(table.primary_key))
    insertion = _IGNORING[dialect](table).on_conflict_do_nothing(index_elements=list(keys))
    return insertion.returning(first)


def _add_results(connection: Connection, run_id: int, result: ArmResult) -> None:
    of_week, of_value = ("run_id", "week", *WEEKLY), ("run_id", "measure", "window", "value")
    if connection.dialect.name == "postgresql":
        copy_in(connection, RUN_WEEK, of_week, week_rows(run_id, result.weekly))
        copy_in(connection, RUN_VALUE, of_value, value_rows(run_id, YEARLY, result.values))
        return
    weeks = enumerate(result.weekly.tolist())
    _add_many(connection, RUN_WEEK, of_week, [(run_id, week, *row) for week, row in weeks])
    years = zip(YEARLY, result.values.tolist(), strict=True)
    rows = [
        (run_id, measure, window, value)
        for measure, row in years
        for window, value in enumerate(row, start=1)
    ]
    _add_many(connection, RUN_VALUE, of_value, rows)


def _add_many(
    connection: Connection, table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Hand plain tuples, in the order of the names, to SQLite, many rows a statement.

    That is ten times faster than a mapping a row; and a driver lets go of the interpreter in each
    statement, to get it back only when the threads that simulate let go of it.
    """
    quoted = connection.dialect.identifier_preparer
    columns = ", ".join(quoted.quote(name) for name in names)
    head = f"INSERT INTO {quoted.format_table(table)} ({columns}) VALUES "
    marks = f"({', '.join('?' * len(names))})"
    for some in batched(rows, MOST_VALUES // len(names)):
        text = head + ", ".join([marks] * len(some))
        connection.exec_driver_sql(text, tuple(chain.from_iterable(some)))

"""Take away everything that was found for one council, and what would be left of it on the disk."""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, delete, select, update

from simulation.runner.spec import canonical
from simulation.store.schema import (
    EXPERIMENT,
    FINDING,
    JOB,
    JOB_PIECE,
    PARAMETER_SET,
    RUN,
    RUN_VALUE,
    RUN_WEEK,
)

#: Keys in one statement; every database takes as many.
_MANY = 500


@dataclass(frozen=True)
class Gone:
    """Count what was taken away."""

    runs: int
    experiments: int
    findings: int
    jobs: int

    @property
    def any(self) -> bool:
        """Whether there was anything."""
        return bool(self.runs or self.experiments or self.findings or self.jobs)


def forget(connection: Connection, code: str) -> Gone:
    """Take away a council's runs, and every experiment, finding and job whose content names it.

    Parameters
    ----------
    code
        The council's code, whole: names that only begin with it are others.
    """
    runs = connection.execute(
        select(RUN.c.id, RUN.c.parameter_digest).where(RUN.c.authority == code)
    ).all()
    numbers = [row.id for row in runs]
    for table in (RUN_WEEK, RUN_VALUE):
        _delete(connection, table, table.c.run_id, numbers)
    _delete(connection, RUN, RUN.c.id, numbers)
    used = set(connection.scalars(select(RUN.c.parameter_digest).distinct()))
    own = sorted({str(row.parameter_digest) for row in runs} - used)
    _delete(connection, PARAMETER_SET, PARAMETER_SET.c.digest, own)
    named = re.compile(re.escape(code) + r"(?![a-z0-9-])")
    experiments = _naming(connection, EXPERIMENT, named, ("name", "config"))
    for some in _some(experiments):
        others = update(RUN).where(RUN.c.experiment_key.in_(some))
        connection.execute(others.values(experiment_key=None))
    _delete(connection, EXPERIMENT, EXPERIMENT.c.key, experiments)
    findings = _naming(connection, FINDING, named, ("name", "result"))
    _delete(connection, FINDING, FINDING.c.key, findings)
    jobs = _naming(connection, JOB, named, ("config",))
    _delete(connection, JOB_PIECE, JOB_PIECE.c.job_key, jobs)
    _delete(connection, JOB, JOB.c.key, jobs)
    return Gone(len(runs), len(experiments), len(findings), len(jobs))


def _naming(
    connection: Connection, table: Any, named: re.Pattern[str], columns: tuple[str, ...]
) -> list[str]:
    rows = connection.execute(select(table.c.key, *(table.c[name] for name in columns)))
    return [row.key for row in rows if any(named.search(_text(value)) for value in row[1:])]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)


def _some(keys: list[Any]) -> list[list[Any]]:
    return [keys[at : at + _MANY] for at in range(0, len(keys), _MANY)]


def _delete(connection: Connection, table: Any, column: Any, keys: list[Any]) -> None:
    for some in _some(keys):
        connection.execute(delete(table).where(column.in_(some)))


def wipe(engine: Engine) -> None:
    """Write an SQLite file anew, so that nothing of what was taken away stays in it or in its log.

    A server keeps space of its own, and copies of it: whoever runs it has to see to those.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.close()
    finally:
        raw.close()

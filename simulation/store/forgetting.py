"""Take away everything that was found for one council, and what would be left of it on the disk."""

import re
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, select, update

from simulation.names import whole
from simulation.runner.spec import canonical
from simulation.store.connect import writing
from simulation.store.retention import AT_ONCE, given_back_to_disk, remove_orphans, remove_runs
from simulation.store.schema import EXPERIMENT, FINDING, JOB, JOB_PIECE, RUN


@dataclass(frozen=True)
class Gone:
    """Count what was taken away.

    Attributes
    ----------
    runs, experiments, findings, jobs
        How many.
    wiped
        Whether nothing of it stays in the file; False where somebody else uses it, or the disk is full.
    """

    runs: int
    experiments: int
    findings: int
    jobs: int
    wiped: bool

    @property
    def any(self) -> bool:
        """Whether there was anything."""
        return bool(self.runs or self.experiments or self.findings or self.jobs)


def forget(engine: Engine, code: str) -> Gone:
    """Take away a council's runs, and every experiment, finding and job whose content names it.

    An SQLite file is then written anew, so that nothing stays in it or in its log. A server keeps
    space of its own, and copies of it: whoever runs it has to see to those.

    Parameters
    ----------
    code
        The council's code, whole: names that only begin with it are others.
    """
    with engine.connect() as connection:
        runs = list(connection.scalars(select(RUN.c.id).where(RUN.c.authority == code)))
    for some in batched(runs, AT_ONCE):
        remove_runs(engine, some)
    named = whole(code)
    with writing(engine) as connection:
        experiments = _naming(connection, EXPERIMENT, named, ("name", "config"))
        for some in batched(experiments, AT_ONCE):
            others = update(RUN).where(RUN.c.experiment_key.in_(some))
            connection.execute(others.values(experiment_key=None))
        _delete(connection, EXPERIMENT, EXPERIMENT.c.key, experiments)
        findings = _naming(connection, FINDING, named, ("name", "result"))
        _delete(connection, FINDING, FINDING.c.key, findings)
        jobs = _naming(connection, JOB, named, ("config",))
        _delete(connection, JOB_PIECE, JOB_PIECE.c.job_key, jobs)
        _delete(connection, JOB, JOB.c.key, jobs)
    remove_orphans(engine)
    wiped = given_back_to_disk(engine)
    return Gone(len(runs), len(experiments), len(findings), len(jobs), wiped)


def _naming(
    connection: Connection, table: Table, named: re.Pattern[str], columns: tuple[str, ...]
) -> list[str]:
    rows = connection.execute(select(table.c.key, *(table.c[name] for name in columns)))
    return [row.key for row in rows if any(named.search(_text(value)) for value in row[1:])]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else canonical(value)


def _delete(connection: Connection, table: Table, column: Any, keys: list[str]) -> None:
    for some in batched(keys, AT_ONCE):
        connection.execute(delete(table).where(column.in_(some)))

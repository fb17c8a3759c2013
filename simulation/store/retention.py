"""What a database holds, how much room it takes, and what of it may go."""

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any, Final

from sqlalchemy import Connection, Engine, Select, Table, delete, func, select, text

from agents.lengths import BINS_PER_YEAR
from simulation.outcomes.measures import MEASURES, WEEKLY
from simulation.store.connect import writing
from simulation.store.schema import (
    EXPERIMENT,
    JOB,
    JOB_PIECE,
    METADATA,
    PARAMETER_SET,
    PROFILE,
    PROVENANCE,
    RUN,
    RUN_VALUE,
    RUN_WEEK,
)

#: Runs that go in one transaction: others who write wait no longer than for that.
AT_ONCE: Final = 200
#: An experiment younger than this may be one whose first run is on its way.
FRESH: Final = timedelta(days=1)
#: What runs share, and the column by which a run names it.
_SHARED: Final[tuple[tuple[Table, str], ...]] = (
    (PARAMETER_SET, "parameter_digest"),
    (PROFILE, "profile_digest"),
    (PROVENANCE, "provenance_digest"),
    (EXPERIMENT, "experiment_key"),
)


@dataclass(frozen=True)
class OfVersion:
    """Say what is stored of one results version.

    Attributes
    ----------
    version
        The results version.
    runs, numbers
        How many runs, and how many numbers they hold.
    pieces
        How many pieces of long jobs.
    oldest, newest
        When the first and the last run of it was stored.
    """

    version: int
    runs: int
    numbers: int
    pieces: int
    oldest: datetime | None
    newest: datetime | None


@dataclass(frozen=True)
class Wanted:
    """Say what may go: all that meets every condition that is given.

    Attributes
    ----------
    version
        Made under this results version or an earlier one.
    before
        Stored before this moment.
    unless
        Keys of runs that stay; jobs stay too then. None when nothing is exempt.
    """

    version: int | None = None
    before: datetime | None = None
    unless: Collection[str] | None = None


@dataclass(frozen=True)
class Pruned:
    """Say what went, or would go.

    Attributes
    ----------
    runs, pieces
        How many runs, and pieces of long jobs.
    given_back
        Whether the room they took was given back; False where somebody else uses the file, or the disk is full.
    """

    runs: int
    pieces: int
    given_back: bool


def versions_of(connection: Connection) -> list[OfVersion]:
    """Return what is stored, by results version."""
    years = func.coalesce(func.sum(RUN.c.years), 0)
    ends = (func.min(RUN.c.created), func.max(RUN.c.created))
    runs = {
        row[0]: row[1:]
        for row in connection.execute(
            select(RUN.c.results_version, func.count(), years, *ends).group_by(
                RUN.c.results_version
            )
        )
    }
    joined = JOB_PIECE.join(JOB, JOB.c.key == JOB_PIECE.c.job_key)
    counted = select(JOB.c.results_version, func.count()).select_from(joined)
    rows = connection.execute(counted.group_by(JOB.c.results_version))
    pieces: dict[int, int] = {row[0]: row[1] for row in rows}
    a_year = BINS_PER_YEAR * len(WEEKLY) + len(MEASURES)
    found = []
    for version in sorted({*runs, *pieces}, reverse=True):
        many, length, oldest, newest = runs.get(version, (0, 0, None, None))
        found.append(
            OfVersion(version, many, length * a_year, pieces.get(version, 0), oldest, newest)
        )
    return found


def bytes_of(connection: Connection) -> int:
    """Return how much room the database takes: its pages, or its tables with their indexes."""
    if connection.dialect.name == "sqlite":
        pages, size = (
            connection.scalar(text(f"PRAGMA {one}")) for one in ("page_count", "page_size")
        )
        return int(pages or 0) * int(size or 0)
    if connection.dialect.name == "postgresql":
        each = text("SELECT pg_total_relation_size(to_regclass(:name))")
        return sum(int(connection.scalar(each, {"name": name}) or 0) for name in METADATA.tables)
    return 0


def newest_runs(connection: Connection, most: int) -> Sequence[Any]:
    """Return the newest runs, without their numbers."""
    return connection.execute(select(RUN).order_by(RUN.c.id.desc()).limit(most)).all()


def prune(engine: Engine, wanted: Wanted, *, really: bool) -> Pruned:
    """Take away runs, and pieces of long jobs, with what nothing else needs; or only count them.

    Findings stay: calibrations, and the plans of batches. What is stored meanwhile is not touched.

    Raises
    ------
    sqlalchemy.exc.SQLAlchemyError
        When the database cannot be read or written; each run went whole, or not at all.
    """
    with engine.connect() as connection:
        runs = list(_runs(connection, wanted))
        jobs = list(connection.scalars(_jobs(wanted))) if wanted.unless is None else []
        mine = JOB_PIECE.c.job_key
        pieces = sum(
            connection.scalar(select(func.count()).where(mine.in_(some))) or 0
            for some in batched(jobs, AT_ONCE)
        )
    given_back = True
    if really:
        for some in batched(runs, AT_ONCE):
            remove_runs(engine, some)
        for some in batched(jobs, AT_ONCE):
            with writing(engine) as connection:
                connection.execute(delete(JOB_PIECE).where(mine.in_(some)))
                connection.execute(delete(JOB).where(JOB.c.key.in_(some)))
        remove_orphans(engine)
        given_back = given_back_to_disk(engine)
    return Pruned(len(runs), pieces, given_back)


def _runs(connection: Connection, wanted: Wanted) -> Iterator[int]:
    """Yield the numbers of runs that may go."""
    question = _aged(select(RUN.c.id, RUN.c.run_key), RUN, wanted)
    stay = wanted.unless or ()
    return (number for number, key in connection.execute(question) if key not in stay)


def _jobs(wanted: Wanted) -> Select[Any]:
    return _aged(select(JOB.c.key), JOB, wanted)


def _aged(question: Select[Any], table: Table, wanted: Wanted) -> Select[Any]:
    if wanted.version is not None:
        question = question.where(table.c.results_version <= wanted.version)
    if wanted.before is not None:
        question = question.where(table.c.created < wanted.before)
    return question


def remove_runs(engine: Engine, numbers: Sequence[int]) -> None:
    """Take away some runs in one transaction."""
    with writing(engine) as connection:
        for table in (RUN_WEEK, RUN_VALUE):
            connection.execute(delete(table).where(table.c.run_id.in_(numbers)))
        connection.execute(delete(RUN).where(RUN.c.id.in_(numbers)))


def remove_orphans(engine: Engine) -> None:
    """Take away what no run names any more.

    On a server nobody may add a run meanwhile, and what somebody is about to name is passed over.
    """
    with writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"LOCK TABLE {RUN.name} IN SHARE ROW EXCLUSIVE MODE"))
        for table, column in _SHARED:
            first = next(iter(table.primary_key))
            named = select(RUN.c[column]).where(RUN.c[column].is_not(None))
            alone = select(first).where(first.not_in(named)).with_for_update(skip_locked=True)
            if table is EXPERIMENT:
                alone = alone.where(EXPERIMENT.c.created < datetime.now(UTC) - FRESH)
            connection.execute(delete(table).where(first.in_(alone)))


def given_back_to_disk(engine: Engine) -> bool:
    """Give an SQLite file's room back to the disk; a server sees to that by itself."""
    if engine.dialect.name != "sqlite":
        return True
    raw = engine.raw_connection()
    cursor = raw.cursor()
    try:
        cursor.execute("VACUUM")
        # Where somebody reads what was there before, this is no error: the row says so, and the file is as it was.
        blocked, _, _ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    finally:
        cursor.close()
        raw.close()
    return not blocked

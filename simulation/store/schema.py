"""The tables, as they are now; how older databases get here is in `migrations`."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    JSON,
    REAL,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
)

from simulation.outcomes.measures import WEEKLY

#: Revision of the migration that leads to these tables.
REVISION = "0006"
#: Where the revision is kept; a name of our own, since others use Alembic too.
VERSION_TABLE = "doorways_version"
#: Characters of a SHA-256 in hexadecimal.
KEY = String(64)


class _Checked(TypeDecorator[Any]):
    """Read what is no longer of its kind, such as half a text of JSON, as nothing."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what reads a value, or None in its place."""
        read = super().result_processor(dialect, coltype)

        def checked(value: Any) -> Any:
            try:
                return value if read is None else read(value)
            except (TypeError, ValueError, RecursionError):
                return None

        return checked


class CheckedJson(_Checked):
    """Plain data as JSON."""

    impl, cache_ok = JSON, True


class CheckedTime(_Checked):
    """A moment in time."""

    impl, cache_ok = DateTime(timezone=True), True


METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

#: What somebody asked for: the configuration of a comparison.
EXPERIMENT = Table(
    "experiment",
    METADATA,
    Column("key", KEY, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("config", CheckedJson, nullable=False),
    Column("config_digest", KEY, nullable=False),
    Column("product_version", String(40), nullable=False),
    Column("results_version", Integer, nullable=False),
    Column("created", CheckedTime, nullable=False),
)

#: Parameter values as drawn for one or more replicates.
PARAMETER_SET = Table(
    "parameter_set",
    METADATA,
    Column("digest", KEY, primary_key=True),
    Column("parameters", CheckedJson, nullable=False),
)

#: Councils' figures as runs were made with them, and what runs were made by: code, packages, machine.
PROFILE = Table(
    "profile",
    METADATA,
    Column("digest", KEY, primary_key=True),
    Column("profile", CheckedJson, nullable=False),
)
PROVENANCE = Table(
    "provenance",
    METADATA,
    Column("digest", KEY, primary_key=True),
    Column("provenance", CheckedJson, nullable=False),
)

#: One arm of one replicate. The key is its content; the short number is what other tables carry;
#: the digest is of what was found (`simulation.store.sound`), absent in runs of older versions.
RUN = Table(
    "run",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("run_key", KEY, nullable=False, unique=True),
    Column("experiment_key", KEY, ForeignKey("experiment.key"), index=True),
    Column("authority", String(20), nullable=False),
    Column("year", Integer, nullable=False),
    Column("arm", String(200), nullable=False),
    Column("arm_spec", CheckedJson, nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("replicate", Integer, nullable=False),
    Column("years", Integer, nullable=False),
    Column("step_days", Double, nullable=False),
    Column("parameter_digest", KEY, ForeignKey("parameter_set.digest"), nullable=False, index=True),
    Column("results_version", Integer, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("created", CheckedTime, nullable=False),
    Column("digest", KEY),
    # Runs of older versions have none of these, and cannot be replayed.
    Column("profile_digest", KEY),
    Column("year_luck", Integer),
    Column("provenance_digest", KEY),
)

#: One row a week, one column a weekly measure: four to ten times faster than one row a value.
RUN_WEEK = Table(
    "run_week",
    METADATA,
    Column("run_id", Integer, ForeignKey("run.id"), primary_key=True, autoincrement=False),
    Column("week", Integer, primary_key=True, autoincrement=False),
    *(Column(name, REAL) for name in WEEKLY),
    sqlite_with_rowid=False,
)

#: One row a measure and window year.
RUN_VALUE = Table(
    "run_value",
    METADATA,
    Column("run_id", Integer, ForeignKey("run.id"), primary_key=True, autoincrement=False),
    Column("measure", String(60), primary_key=True),
    Column("window", Integer, primary_key=True, autoincrement=False),
    Column("value", Double),
    sqlite_with_rowid=False,
)

#: A long job that is done piece by piece, such as a bank of simulations; its key is its content.
JOB = Table(
    "job",
    METADATA,
    Column("key", KEY, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("config", CheckedJson, nullable=False),
    Column("product_version", String(40), nullable=False),
    Column("results_version", Integer, nullable=False),
    Column("created", CheckedTime, nullable=False),
)

#: One finished piece of a job, named by what it is.
JOB_PIECE = Table(
    "job_piece",
    METADATA,
    Column("job_key", KEY, ForeignKey("job.key"), primary_key=True),
    Column("piece", String(120), primary_key=True),
    Column("result", CheckedJson, nullable=False),
    Column("digest", KEY),
    sqlite_with_rowid=False,
)

#: What was found: a calibration or a back-test, whole, with whether it may be used.
FINDING = Table(
    "finding",
    METADATA,
    Column("key", KEY, primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("status", String(40), nullable=False),
    Column("result", CheckedJson, nullable=False),
    Column("product_version", String(40), nullable=False),
    Column("results_version", Integer, nullable=False),
    Column("created", CheckedTime, nullable=False),
)

"""Long jobs kept piece by piece, so that a stop loses nothing, and what was found in the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from simulation.runner.spec import digest, plain
from simulation.store.schema import FINDING, JOB, JOB_PIECE
from simulation.store.write import add_once
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION


@dataclass(frozen=True)
class Finding:
    """Hold a stored finding.

    Attributes
    ----------
    key
        Digest of its content.
    kind, name
        What it is ("calibration"), and of what ("England").
    status
        Whether it may be used, in a word.
    result
        All of it, as plain data.
    results_version
        Results version of the model it was made with.
    created
        When.
    """

    key: str
    kind: str
    name: str
    status: str
    result: Mapping[str, Any]
    results_version: int
    created: datetime


def job_key(kind: str, config: Mapping[str, Any]) -> str:
    """Name a job by its content and the results version of the model."""
    return digest({"kind": kind, "config": config, "results_version": RESULTS_VERSION})


def add_job(connection: Connection, kind: str, config: Mapping[str, Any]) -> str:
    """Store a job once and return its key."""
    row = {
        "key": job_key(kind, config),
        "kind": kind,
        "config": plain(config),
        "product_version": PRODUCT_VERSION,
        "results_version": RESULTS_VERSION,
        "created": datetime.now(UTC),
    }
    add_once(connection, JOB, row, ("key",))
    return str(row["key"])


def add_pieces(connection: Connection, job: str, pieces: Mapping[str, Any]) -> None:
    """Store finished pieces of a job."""
    for piece, result in pieces.items():
        row = {"job_key": job, "piece": piece, "result": plain(result)}
        add_once(connection, JOB_PIECE, row, ("job_key", "piece"))


def pieces_of(connection: Connection, job: str) -> dict[str, Any]:
    """Read the finished pieces of a job."""
    columns = (JOB_PIECE.c.piece, JOB_PIECE.c.result)
    rows = connection.execute(select(*columns).where(JOB_PIECE.c.job_key == job))
    return {str(piece): result for piece, result in rows}


def add_finding(
    connection: Connection, kind: str, name: str, status: str, result: Mapping[str, Any]
) -> str:
    """Store a finding once and return its key."""
    whole = plain(result)
    row = {
        "key": digest({"kind": kind, "name": name, "status": status, "result": whole}),
        "kind": kind,
        "name": name,
        "status": status,
        "result": whole,
        "product_version": PRODUCT_VERSION,
        "results_version": RESULTS_VERSION,
        "created": datetime.now(UTC),
    }
    add_once(connection, FINDING, row, ("key",))
    return str(row["key"])


def findings_of(connection: Connection, kind: str) -> list[Finding]:
    """Read all findings of a kind, the newest first."""
    question = select(FINDING).where(FINDING.c.kind == kind).order_by(FINDING.c.created.desc())
    return [
        Finding(
            row.key,
            row.kind,
            row.name,
            row.status,
            row.result,
            row.results_version,
            row.created,
        )
        for row in connection.execute(question)
    ]

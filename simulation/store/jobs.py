"""Long jobs kept piece by piece, so that a stop loses nothing, and what was found in the end."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched, chain
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select

from simulation.runner.held import Unsound
from simulation.runner.spec import digest, plain
from simulation.store.read import AT_ONCE
from simulation.store.schema import FINDING, JOB, JOB_PIECE
from simulation.store.sound import finding_key, matches, piece_digest
from simulation.store.write import add_once
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION


@dataclass(frozen=True)
class Pieces:
    """Hold the finished pieces of a job that are what was stored, and count the others."""

    sound: dict[str, Any]
    unsound: Counter[Unsound]

    @property
    def stored(self) -> int:
        """Return how many are stored."""
        return len(self.sound) + self.unsound.total()


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
        When; None when that cannot be read.
    sound
        Whether it still is what was stored; if not, nothing but the key can be relied on.
    """

    key: str
    kind: str
    name: str
    status: str
    result: Mapping[str, Any]
    results_version: int
    created: datetime | None
    sound: bool


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
    """Store finished pieces of a job in place of those that are missing or no longer sound."""
    there = pieces_of(connection, job, pieces).sound
    for piece, result in pieces.items():
        if piece in there:
            continue
        gone = (JOB_PIECE.c.job_key == job) & (JOB_PIECE.c.piece == piece)
        connection.execute(delete(JOB_PIECE).where(gone))
        row = {"job_key": job, "piece": piece, "result": plain(result)}
        row["digest"] = piece_digest(job, piece, result)
        add_once(connection, JOB_PIECE, row, ("job_key", "piece"))


def pieces_of(connection: Connection, job: str, names: Iterable[str] | None = None) -> Pieces:
    """Read the finished pieces of a job, or those of some names."""
    columns = (JOB_PIECE.c.piece, JOB_PIECE.c.result, JOB_PIECE.c.digest)
    whole = select(*columns).where(JOB_PIECE.c.job_key == job)
    wanted = [whole] if names is None else _named(whole, names)
    found = Pieces({}, Counter())
    for piece, result, kept in chain.from_iterable(map(connection.execute, wanted)):
        if kept is None:
            found.unsound[Unsound.UNVERIFIED] += 1
        elif not matches(kept, piece_digest, job, piece, result):
            found.unsound[Unsound.DAMAGED] += 1
        else:
            found.sound[piece] = result
    return found


def _named(question: Select[Any], names: Iterable[str]) -> Iterator[Select[Any]]:
    """Return a question as several, each for as many names as every database takes."""
    for some in batched(dict.fromkeys(names), AT_ONCE):
        yield question.where(JOB_PIECE.c.piece.in_(some))


def add_finding(
    connection: Connection, kind: str, name: str, status: str, result: Mapping[str, Any]
) -> str:
    """Store a finding once and return its key."""
    whole = plain(result)
    key = finding_key(kind, name, status, whole)
    stored = connection.execute(select(FINDING).where(FINDING.c.key == key)).one_or_none()
    if stored is not None and not is_sound(stored):
        connection.execute(delete(FINDING).where(FINDING.c.key == key))
    row = {
        "key": key,
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
    return [_finding(row) for row in connection.execute(question)]


def is_sound(row: Row[Any]) -> bool:
    """Whether a row of the table of findings still is what was stored."""
    return matches(row.key, finding_key, row.kind, row.name, row.status, row.result)


def _finding(row: Row[Any]) -> Finding:
    return Finding(
        row.key,
        row.kind,
        row.name,
        row.status,
        row.result,
        row.results_version,
        row.created,
        is_sound(row),
    )

"""A database's error in words that are true, with the way out."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import OperationalError, SQLAlchemyError

from simulation.errors import DoorwaysError


@dataclass(frozen=True)
class _Kind:
    """Say what a kind of failure means and what to do."""

    means: str
    next_step: str


_ELSEWHERE: Final = "or name another database with --db; its runs are made again"
_LOCKED = _Kind(
    "Another program is writing to it and has not finished",
    "Wait until it has finished, or close it, and repeat the command. Nothing stored is lost.",
)
_DAMAGED = _Kind(
    "The file is damaged, or is no database",
    "What it holds may be lost. It was left as it is: restore a copy, save what can be read with "
    f"SQLite's own '.recover', {_ELSEWHERE}.",
)
_TABLES = _Kind(
    "Its tables are not those it should hold: it was changed by hand, or left half-way",
    f"It was left as it is. Restore a copy, {_ELSEWHERE}.",
)
_FULL = _Kind(
    "There is no room left",
    "Make room and repeat the command: what was stored before is kept.",
)
_READ_ONLY = _Kind(
    "It may be read but not written",
    "Nothing was changed. Ask for the right to write there, or name another with --db.",
)
_AWAY = _Kind(
    "It cannot be reached",
    "Nothing was changed. Check the address and whether it can be reached from here, or name "
    "another with --db.",
)
_DISK = _Kind(
    "The disk could not be read or written",
    f"What it holds may be lost. Check the disk, restore a copy, {_ELSEWHERE}.",
)
_OTHER = _Kind(
    "",
    "Check the address, the rights to write there and the disk, or name another with --db.",
)
#: Kinds by SQLite's result code (its low byte), and by PostgreSQL's or its class.
_SQLITE: Final = {
    5: _LOCKED,
    6: _LOCKED,
    8: _READ_ONLY,
    10: _DISK,
    11: _DAMAGED,
    13: _FULL,
    14: _AWAY,
    26: _DAMAGED,
}
_POSTGRES: Final = {
    "42501": _READ_ONLY,
    "25006": _READ_ONLY,
    "53100": _FULL,
    "08": _AWAY,
    "28": _AWAY,
    "3D": _AWAY,
    "42": _TABLES,
    "53": _AWAY,
    "55": _LOCKED,
    "57": _AWAY,
    "XX": _DAMAGED,
}
#: Codes of PostgreSQL for a connection that fails, and for a server that ends, has crashed or starts.
_CONNECTION: Final = "08"
_SHUTTING: Final = ("57P01", "57P02", "57P03", "57P05")
#: SQLite has one code for all that is wrong with a statement.
_SQLITE_ERROR, _LOW_BYTE = 1, 0xFF
_OF_TABLES: Final = (
    "no such table",
    "no such column",
    "has no column",
    "duplicate column",
    "already exists",
)


@contextmanager
def explained(address: str, doing: str) -> Iterator[None]:
    """Turn a database's error into ours.

    Raises
    ------
    DoorwaysError
        With what it means, the database's own words, and the way out.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        rule = "It holds bytes that are no text, so no database can hold or find it."
        raise DoorwaysError("text", error.object, rule, "Write it in plain letters.") from None
    except (SQLAlchemyError, sqlite3.Error, UnicodeDecodeError) as error:
        cause = getattr(error, "orig", None) or error
        kind, reason = _kind(cause), " ".join(str(cause).split()).rstrip(".")
        means = f" {kind.means}." if kind.means else ""
        raise DoorwaysError(
            "database", address, f"It could not be {doing}: {reason}.{means}", kind.next_step
        ) from None


def is_lost(error: SQLAlchemyError) -> bool:
    """Whether a server that was there has gone: shut down, killed, starting, or out of reach."""
    cause = getattr(error, "orig", None)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # Whoever gets no answer gets no code either.
        return isinstance(error, OperationalError) and type(cause).__module__.startswith("psycopg")
    return state.startswith(_CONNECTION) or state in _SHUTTING


def is_locked(error: SQLAlchemyError) -> bool:
    """Whether somebody else holds the right to write."""
    return _kind(getattr(error, "orig", None)) is _LOCKED


def _kind(cause: Any) -> _Kind:
    if isinstance(cause, UnicodeDecodeError):
        # Even SQLite's own words hold bytes of the damaged file then.
        return _DAMAGED
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        if code & _LOW_BYTE == _SQLITE_ERROR:
            return _TABLES if any(words in str(cause) for words in _OF_TABLES) else _OTHER
        return _SQLITE.get(code & _LOW_BYTE, _OTHER)
    state = getattr(cause, "sqlstate", None)
    if state is None and type(cause).__module__.startswith("psycopg"):
        # Whoever gets no answer gets no code either.
        return _AWAY
    state = state or ""
    return _POSTGRES.get(state) or _POSTGRES.get(state[:2], _OTHER)

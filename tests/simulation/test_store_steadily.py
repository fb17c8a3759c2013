"""A server that goes away is waited for and all is done again; anything else that is wrong is said at once."""

import sqlite3
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from simulation.store import steadily

AWAY = (
    psycopg.OperationalError("server closed the connection unexpectedly"),
    psycopg.errors.AdminShutdown("terminating connection"),
    psycopg.errors.CrashShutdown("crash of another process"),
    psycopg.errors.CannotConnectNow("the database system is starting up"),
    psycopg.errors.ConnectionFailure("connection failure"),
)
WRONG = (
    psycopg.errors.DiskFull("no space"),
    psycopg.errors.QueryCanceled("statement timeout"),
    psycopg.errors.InvalidPassword("no"),
    sqlite3.OperationalError("database is locked"),
)


@pytest.fixture(autouse=True)
def paused(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of which takes time."""
    made: list[float] = []
    monkeypatch.setattr(steadily.time, "sleep", made.append)
    return made


def failing(times: int, cause: Exception) -> Callable[[], int]:
    """What fails so often, and then gives how often it was tried."""
    tried = 0

    def work() -> int:
        nonlocal tried
        tried += 1
        if tried <= times:
            raise OperationalError("INSERT", None, cause)
        return tried

    return work


@pytest.mark.parametrize("cause", AWAY, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("times", [1, len(steadily.PAUSES)])
def test_a_server_that_comes_back_is_waited_for(
    cause: Exception, times: int, paused: list[float]
) -> None:
    """As often as there are pauses; the work is done whole in the end."""
    assert steadily.steadily(failing(times, cause)) == times + 1
    assert paused == list(steadily.PAUSES[:times])


def test_a_server_that_stays_away_is_said(paused: list[float]) -> None:
    """After about a minute, with its own error."""
    with pytest.raises(OperationalError, match="server closed"):
        steadily.steadily(failing(99, AWAY[0]))
    assert 45 < sum(paused) < 90


@pytest.mark.parametrize("cause", WRONG, ids=lambda one: type(one).__name__)
def test_what_waiting_does_not_mend_is_said_at_once(cause: Exception, paused: list[float]) -> None:
    """A full disk, a wrong password, a time limit, or SQLite, which waits by itself."""
    with pytest.raises(OperationalError):
        steadily.steadily(failing(1, cause))
    assert paused == []


def test_other_errors_pass(paused: list[float]) -> None:
    """What is no server's absence is not tried again."""

    def work() -> None:
        raise IntegrityError("INSERT", None, psycopg.errors.UniqueViolation("twice"))

    with pytest.raises(DBAPIError, match="twice"):
        steadily.steadily(work)
    assert paused == []

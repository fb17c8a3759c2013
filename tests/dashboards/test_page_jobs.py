"""Comparisons outside sessions: shared, cancelled, kept, and their errors told in words."""

import threading
from collections.abc import Callable

import pytest

from dashboards.jobs import FAULT, KEPT, Board, Cancelled, Job, Progress
from dashboards.pages.choice import Choice
from dashboards.report.content import Content
from simulation.errors import DoorwaysError

A = Choice("E06000065", "no-wrong-door", 1, 2)
B = Choice("E06000065", "no-wrong-door", 2, 2)
LIMIT = 20


def content(choice: Choice) -> Content:
    """The smallest result there is."""
    return Content(
        "Place",
        choice.scenario,
        "S",
        "B",
        "H",
        choice.years,
        2,
        1,
        2024,
        False,
        False,
        (),
        (),
        None,
        (),
    )


def ended(board: Board, *jobs: Job) -> None:
    """Let the board finish what it has, without stopping it."""
    done = threading.Event()
    board._pool.submit(done.set)
    assert done.wait(LIMIT)
    assert not any(job.open for job in jobs)


def test_a_comparison_runs_once_for_every_page() -> None:
    """Two pages that ask for the same comparison share it; it gets the database's address."""
    seen: list[tuple[Choice, str | None]] = []

    def run(choice: Choice, db: str | None, progress: Progress, cancelled: Cancelled) -> Content:
        seen.append((choice, db))
        progress(2, 2)
        return content(choice)

    board = Board(run)
    board.use("sqlite://")
    first = board.submit(A)
    ended(board, first)
    assert board.submit(A) is first
    assert board.find(A) is first
    assert board.find(B) is None
    assert (first.state, first.done, first.total) == ("done", 2, 2)
    assert seen == [(A, "sqlite://")]
    board.close()


def test_stopping_ends_the_running_and_the_waiting_one() -> None:
    """Cancel reaches the run through its question; a stopped one can be started again."""
    begun, asked = threading.Event(), threading.Event()

    def run(choice: Choice, db: str | None, progress: Progress, cancelled: Cancelled) -> Content:
        begun.set()
        assert asked.wait(LIMIT)
        if cancelled():
            raise DoorwaysError("comparison", "1 of 2", "It was stopped.", "Run it again.")
        return content(choice)

    board = Board(run)
    running, waiting = board.submit(A), board.submit(B)
    assert begun.wait(LIMIT)
    assert waiting.state == "waiting"
    assert board.running() is running
    board.cancel(A)
    board.cancel(B)
    asked.set()
    ended(board, running, waiting)
    assert (running.state, waiting.state) == ("stopped", "stopped")
    assert running.message == ""
    assert board.running() is None
    again = board.submit(A)
    assert again is not running
    ended(board, again)
    assert again.state == "done"
    board.close()


def raises(error: Exception) -> Callable[..., Content]:
    """Make a run that fails."""

    def run(*_: object) -> Content:
        raise error

    return run


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (DoorwaysError("database", "x", "It cannot be reached.", "Check it."), "cannot be reached"),
        (ValueError("secret detail"), FAULT),
    ],
)
def test_a_failure_is_told_in_words(error: Exception, message: str) -> None:
    """A mistake shows its own message; a fault shows none of its insides."""
    board = Board(raises(error))
    job = board.submit(A)
    ended(board, job)
    assert job.state == "failed"
    assert message in job.message
    assert "secret" not in job.message
    board.close()


def test_old_results_are_let_go() -> None:
    """The board keeps the newest results only."""
    board = Board(lambda choice, *_: content(choice))
    choices = [Choice("E06000065", "no-wrong-door", 1, n) for n in range(2, KEPT + 6)]
    jobs = []
    for choice in choices:
        jobs.append(board.submit(choice))
        ended(board, jobs[-1])
    assert board.find(choices[0]) is None
    assert board.find(choices[-1]) is jobs[-1]
    board.close()

"""Comparisons outside sessions: shared, cancelled, kept, and their errors told in words."""

import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from dashboards import boards
from dashboards.jobs import FAULT, KEPT, Board, Desk, Found, Job
from dashboards.pages.choice import Choice
from dashboards.report.content import Content
from simulation.errors import DoorwaysError

A = Choice("E06000065", "no-wrong-door", 1, 2)
B = Choice("E06000065", "no-wrong-door", 2, 2)
LIMIT = 20

type Compare = Job[Choice, Content]
type Compared = Board[Choice, Content]
type Run = Callable[[Choice, str | None, Compare], Content]


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


def a_board(run: Run) -> Compared:
    """A board whose results database is empty."""
    return Board(run, lambda choice, db: Found(0, choice.runs, None))


def close(board: Compared) -> None:
    """Stop everything and wait for its end."""
    board.stop_all()
    board.desk.close()


def ended(board: Compared, *jobs: Compare) -> None:
    """Let the board finish what it has, without stopping it."""
    for pool in (board.desk.line, board.desk.beside):
        done = threading.Event()
        pool.submit(done.set)
        assert done.wait(LIMIT)
    assert not any(job.moving for job in jobs)


def test_a_comparison_runs_once_for_every_page() -> None:
    """Two pages that ask for the same comparison share it; it gets the database's address."""
    seen: list[tuple[Choice, str | None]] = []

    def run(choice: Choice, db: str | None, job: Compare) -> Content:
        seen.append((choice, db))
        job.progress(2, 2)
        return content(choice)

    board = a_board(run)
    board.desk.db = "sqlite://"
    first = board.submit(A)
    ended(board, first)
    assert board.submit(A) is first
    assert board.find(A) is first
    assert board.find(B) is None
    assert (first.state, first.done, first.total) == ("done", 2, 2)
    assert seen == [(A, "sqlite://")]
    close(board)


def test_stopping_ends_the_running_and_the_waiting_one() -> None:
    """Cancel reaches the run through its question; a stopped one can be started again."""
    begun, asked = threading.Event(), threading.Event()

    def run(choice: Choice, db: str | None, job: Compare) -> Content:
        begun.set()
        assert asked.wait(LIMIT)
        if job.cancelled():
            raise DoorwaysError("comparison", "1 of 2", "It was stopped.", "Run it again.")
        return content(choice)

    board = a_board(run)
    running, waiting = board.submit(A), board.submit(B)
    assert begun.wait(LIMIT)
    assert waiting.state == "waiting"
    assert board.desk.running is running
    running.stop()
    waiting.stop()
    assert waiting.state == "stopped"
    asked.set()
    ended(board, running, waiting)
    assert (running.state, waiting.state) == ("stopped", "stopped")
    assert running.message == ""
    assert board.desk.running is None
    again = board.submit(A)
    assert again is not running
    ended(board, again)
    assert again.state == "done"
    close(board)


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
    board = a_board(raises(error))
    job = board.submit(A)
    ended(board, job)
    assert job.state == "failed"
    assert message in job.message
    assert "secret" not in job.message
    close(board)


def test_what_was_asked_for_last_is_listed_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest comes first, whichever page asked for it."""
    kinds = ("comparisons", "besides", "studies")
    held = {name: a_board(lambda choice, db, job: content(choice)) for name in kinds}
    for name, board in held.items():
        monkeypatch.setattr(boards, name, lambda board=board: board)
    order = ("studies", "comparisons", "besides", "studies", "comparisons")
    for k, name in enumerate(order):
        ended(held[name], held[name].submit(replace(A, years=k + 1), f"{k}"))
    assert [job.called for job in boards.asked()] == ["4", "3", "2", "1", "0"]
    for board in held.values():
        close(board)


def test_old_results_are_let_go() -> None:
    """The board keeps the newest results only."""
    board = a_board(lambda choice, *_: content(choice))
    choices = [Choice("E06000065", "no-wrong-door", 1, n) for n in range(2, KEPT + 6)]
    jobs = []
    for choice in choices:
        jobs.append(board.submit(choice))
        ended(board, jobs[-1])
    assert board.find(choices[0]) is None
    assert board.find(choices[-1]) is jobs[-1]
    close(board)


def test_links_that_are_only_looked_at_take_no_result_away() -> None:
    """However many choices are looked up and not found, the results that are there stay."""
    board = a_board(lambda choice, *_: content(choice))
    found = board.submit(A)
    ended(board, found)
    for runs in range(2, KEPT + 6):
        ended(board, board.look(Choice("E06000065", "no-wrong-door", 3, runs)))
    assert board.find(A) is found
    close(board)


def test_what_is_run_again_is_as_new_as_any() -> None:
    """A result found again a moment ago is not the first to go when there are too many."""
    fails = [ValueError()]

    def run(choice: Choice, db: str | None, job: Compare) -> Content:
        if choice == A and fails:
            raise fails.pop()
        return content(choice)

    board = a_board(run)
    failed = board.submit(A)
    ended(board, failed)
    others = [Choice("E06000065", "no-wrong-door", 3, n) for n in range(2, KEPT + 1)]
    for choice in others:
        ended(board, board.submit(choice))
    again = board.submit(A)
    ended(board, again)
    for runs in (2, 3):
        ended(board, board.submit(Choice("E06000065", "no-wrong-door", 4, runs)))
    assert board.find(others[0]) is None
    assert board.find(A) is again
    close(board)


def test_where_nothing_is_stored_looking_finds_what_ran_here_alone() -> None:
    """A board without a store says that a choice is idle, and gives the job of one that ran."""
    board: Compared = Board(lambda choice, *_: content(choice))
    assert board.look(A).state == "idle"
    assert board.find(A) is None
    job = board.submit(A)
    ended(board, job)
    assert board.look(A) is job
    close(board)


def test_what_is_stored_is_found_without_a_run() -> None:
    """What all stored runs say is there when looked at, from the board's database; Run finds out the rest."""
    asked: list[tuple[Choice, str | None]] = []

    def look(choice: Choice, db: str | None) -> Found[Content]:
        asked.append((choice, db))
        return Found(choice.runs, choice.runs, content(choice), more=True)

    board = Board(lambda choice, *_: content(choice), look)
    board.desk.db = "sqlite://"
    job = board.look(A)
    ended(board, job)
    assert (job.state, job.done, job.total) == ("idle", 2, 2)
    assert (job.provisional, job.whole, job.result) == (content(A), True, None)
    assert asked == [(A, "sqlite://")]
    run = board.submit(A)
    ended(board, run)
    assert (run.state, run.result) == ("done", content(A))
    assert board.look(A) is run
    assert asked == [(A, "sqlite://")]
    close(board)


def test_what_is_stored_in_part_is_counted_and_looked_up_anew() -> None:
    """Some of the runs leave it to Run; a later look finds what another program stored since."""
    found: list[Found[Content]] = [Found(1, 2, None), Found(2, 2, content(A))]
    board = Board(lambda choice, *_: content(choice), lambda *_: found.pop(0))
    first = board.look(A)
    ended(board, first)
    assert (first.state, first.done, first.total, first.result) == ("idle", 1, 2, None)
    second = board.look(A)
    ended(board, second)
    assert (second.state, second.result) == ("done", content(A))
    close(board)


def test_looking_up_never_waits_for_a_run_nor_stops_one() -> None:
    """While one comparison runs another is looked up; looking at a running one returns it."""
    begun, go_on = threading.Event(), threading.Event()

    def run(choice: Choice, db: str | None, job: Compare) -> Content:
        job.so_far(content(B), 1)
        begun.set()
        assert go_on.wait(LIMIT)
        return content(choice)

    board = Board(run, lambda choice, db: Found(choice.runs, choice.runs, content(choice)))
    running = board.submit(A)
    assert begun.wait(LIMIT)
    assert board.look(A) is running
    assert (running.provisional, running.result) == (content(B), None)
    other = board.look(B)
    looked = threading.Event()
    board.desk.beside.submit(looked.set)
    assert looked.wait(LIMIT)
    assert (other.state, running.state) == ("done", "running")
    go_on.set()
    ended(board, running)
    assert running.result == content(A)
    close(board)


def test_a_store_that_cannot_be_read_is_told_and_run_is_left_open() -> None:
    """A lookup that fails says so in words, and the comparison can be run all the same."""

    def look(choice: Choice, db: str | None) -> Found[Content]:
        raise DoorwaysError("database", "x", "It cannot be read.", "Check it.")

    board = Board(lambda choice, *_: content(choice), look)
    job = board.look(A)
    ended(board, job)
    assert job.state == "failed"
    assert "cannot be read" in job.message
    again = board.submit(A)
    ended(board, again)
    assert again.state == "done"
    close(board)


def test_boards_of_one_desk_run_one_job_at_a_time_but_what_takes_a_moment() -> None:
    """A study waits for a comparison, whose name it is told; a quick one does not wait."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(choice: Choice, db: str | None, job: Compare) -> Content:
        begun.set()
        assert go_on.wait(LIMIT)
        return content(choice)

    desk = Desk()
    first: Compared = Board(slow, desk=desk)
    other: Compared = Board(lambda choice, *_: content(choice), desk=desk)
    running = first.submit(A, "the first")
    assert begun.wait(LIMIT)
    waiting, quick = other.submit(A), other.submit(B, quick=True)
    done = threading.Event()
    desk.beside.submit(done.set)
    assert done.wait(LIMIT)
    assert (waiting.state, quick.state) == ("waiting", "done")
    assert desk.running is running
    assert running.called == "the first"
    go_on.set()
    ended(first, running, waiting)
    assert waiting.state == "done"
    assert [one.scenario for one in other.results()] == [A.scenario, B.scenario]
    close(first)

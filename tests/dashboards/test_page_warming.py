"""The model getting ready: once, beside everything else, and said only while it is so."""

import threading
from collections.abc import Callable

import pytest

from dashboards.warming import Warming
from simulation.errors import DoorwaysError

LIMIT = 20


def never() -> bool:
    """Nobody stops it."""
    return False


@pytest.mark.parametrize(("compiled", "state"), [(True, "loading"), (False, "compiling")])
def test_compiling_is_said_only_when_it_compiles(compiled: bool, state: str) -> None:
    """Before it starts, while it goes on and after it the state says which."""
    begun, go_on = threading.Event(), threading.Event()

    def warm_up() -> None:
        begun.set()
        assert go_on.wait(LIMIT)

    warming = Warming(lambda: (lambda: compiled, warm_up))
    assert warming.state == "asleep"
    warming.start()
    assert begun.wait(LIMIT)
    assert warming.state == state
    go_on.set()
    assert warming.wait(never)
    assert warming.state == "ready"


def test_it_happens_once_whoever_asks() -> None:
    """Several runs that need the model wait for the same warming."""
    calls: list[None] = []
    warming = Warming(lambda: (lambda: True, lambda: calls.append(None)))
    warming.start()
    assert warming.wait(never)
    assert warming.wait(never)
    assert len(calls) == 1


def test_who_stops_does_not_wait_for_the_end() -> None:
    """A wish to stop ends the waiting, not the warming."""
    go_on = threading.Event()
    warming = Warming(lambda: (lambda: False, lambda: go_on.wait(LIMIT) and None))
    assert not warming.wait(lambda: True)
    assert warming.state != "ready"
    go_on.set()
    assert warming.wait(never)


def fails(error: Exception) -> Callable[[], None]:
    """Make a warming that fails."""

    def warm_up() -> None:
        raise error

    return warm_up


@pytest.mark.parametrize(
    ("error", "logged"),
    [(DoorwaysError("cache", "x", "It is full.", "Empty it."), 0), (ValueError("fault"), 1)],
)
def test_a_failure_holds_nobody_up(
    error: Exception, logged: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The run goes on to meet a mistake itself and tell it; a fault of ours is in the log too."""
    warming = Warming(lambda: (lambda: True, fails(error)))
    assert warming.wait(never)
    assert warming.state == "ready"
    assert len(caplog.records) == logged

"""What is turned on a page is read from its link, brought into what can be run, and told on the command line."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboards.estimates import KEPT, TOLD_AT, Banks, Key, Made
from dashboards.jobs import Desk, Job
from dashboards.pages.choice import Choice, read, settle
from dashboards.pages.options import options
from dashboards.pages.turning import Turned, allowed, settings, sliders
from scenarios.estimate.bank import POINTS
from scenarios.scenario import load_scenario
from simulation.errors import DoorwaysError
from simulation.runner.execution import Execution, StoppedError

HUB = ("E06000017", "no-wrong-door")
#: Seconds after which what has not come is taken for what never will.
PATIENCE = 60.0


def test_what_is_turned_goes_round_by_the_link() -> None:
    """A choice with settings survives its own link, and its command has each."""
    choice = Choice(*HUB, 3, 6, ("hubs=2", "home_week=7000"))
    assert read(choice.link().partition("?")[2], options()) == (choice, ())
    assert "--set hubs=2 --set home_week=7000" in options().command(choice)
    assert "hubs 2" in options().label(choice)
    assert choice.stamp().endswith("|hubs=2,home_week=7000")


def test_nothing_turned_leaves_no_trace() -> None:
    """Neither in the link, nor in the stamp, the command or the words."""
    choice = Choice(*HUB, 3, 6)
    for said in (choice.link(), choice.stamp(), options().command(choice), options().label(choice)):
        assert "set" not in said.replace("reset", "")


@pytest.mark.parametrize(
    ("wanted", "kept", "told"),
    [
        ("hubs=2", ("hubs=2",), 0),
        ("later=6,hubs=2", ("hubs=2", "later=6"), 0),
        ("hubs=1", (), 0),
        ("hubs=99", (), 1),
        ("huubs=2", (), 1),
        ("hubs=two", (), 1),
        ("hubs=2,hubs=3", ("hubs=2",), 1),
        ("=", (), 1),
        ("hubs=2\n--out=x", ("hubs=2",), 1),
        (["hubs=3"], ("hubs=3",), 0),
        ({"hubs": 3}, (), 0),
        (7, (), 0),
    ],
)
def test_whatever_a_link_says_can_be_run(wanted: object, kept: tuple[str, ...], told: int) -> None:
    """What cannot be turned is left out and told; the order is that of the sliders."""
    choice, notes = settle({"council": HUB[0], "scenario": HUB[1], "set": wanted}, options())
    if wanted == "hubs=2\n--out=x":
        assert "--out" not in options().command(choice)
        return
    assert choice.set == kept
    assert len(notes) == told


def test_another_scenario_leaves_what_it_does_not_have() -> None:
    """Hubs are told to be left out of a scenario of practices alone; what it has stays."""
    notes: list[str] = []
    assert allowed(HUB[0], "family-safeguarding", ["hubs=2", "later=3"], notes) == ("later=3",)
    assert len(notes) == 1


def test_sliders_stand_where_the_link_says() -> None:
    """Each at its value, those not named as they are."""
    found = {one["name"]: one["value"] for one in sliders(*HUB, ["hubs=3"])}
    assert found.pop("hubs") == 3.0
    assert found == {one.name: one.now for one in settings(*HUB) if one.name != "hubs"}
    assert sliders(HUB[0], "no-wrong-door-null", []) == []


def test_the_field_is_no_field_of_the_form() -> None:
    """Sliders ask for it; the form does not."""
    assert "set" not in [one.name for one in options().asked()]
    assert Turned().shown() == {}


class Slow:
    """Stand in for the banks of real runs: grow when let, stop when asked to."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.begun: list[str] = []
        self.let = threading.Event()
        self.let.set()

    def __call__(self, request: Any, execution: Execution) -> Iterator[Any]:
        """Grow."""
        self.begun.append(request)
        if request == "broken":
            raise DoorwaysError("bank", "broken", "It cannot be made.", "Leave it.")
        for points in range(1, POINTS + 1):
            while not self.let.wait(0.01):
                pass
            assert execution.cancelled is not None
            if execution.cancelled():
                raise StoppedError("bank", "some", "Stopped.", "Again.")
            self.made.append(request)
            yield type("Grown", (), {"at": range(points)})()


class Warm:
    """Stand in for a model that is ready."""

    def wait(self, stopped: Callable[[], bool]) -> bool:
        """Be ready."""
        return not stopped()


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[tuple[Banks, Desk, Slow]]:
    """A place for banks at a desk of its own, with a stand-in for the runs."""
    slow, desk = Slow(), Desk()
    desk.db = f"sqlite:///{(tmp_path / 'x.sqlite').as_posix()}"
    monkeypatch.setattr("dashboards.estimates.banks", slow)
    monkeypatch.setattr("dashboards.estimates.Estimator", lambda bank, replicates: len(bank.at))
    monkeypatch.setattr("dashboards.estimates.warming", Warm)

    class Of(str):
        replicates = 2

    made = Banks(desk, lambda key: Of(key[1]), 1)  # type: ignore[arg-type,return-value]
    yield made, desk, slow
    slow.let.set()
    made.close()
    desk.close()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so, and fail when it never is."""
    ends = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < ends, "it never came"
        time.sleep(0.005)


def key(scenario: str) -> Key:
    """Return the key of a bank."""
    return ("E06000017", scenario, 2, 2)


def test_a_bank_is_made_to_its_end_and_tells_as_it_grows(room: tuple[Banks, Desk, Slow]) -> None:
    """At each of the sizes it is told at, the last of them the whole."""
    banks, _, slow = room
    assert banks.want(key("a")) == Made()
    until(lambda: banks.want(key("a")).ended)
    assert banks.want(key("a")).points == POINTS == TOLD_AT[-1]
    assert len(slow.made) == POINTS


def test_a_bank_steps_aside_for_what_was_asked_for(room: tuple[Banks, Desk, Slow]) -> None:
    """While the desk runs something no bank grows; afterwards it goes on."""
    banks, desk, slow = room
    desk.running = Job("x", "running")  # type: ignore[type-var]
    banks.want(key("a"))
    assert banks.want(key("a")).points == 0
    assert slow.made == []
    desk.running = None
    until(lambda: banks.want(key("a")).ended)


def test_two_pages_of_different_choices_never_take_turns_for_ever(
    room: tuple[Banks, Desk, Slow],
) -> None:
    """What is begun is made to its end whoever wants another meanwhile; then comes what was wanted last."""
    banks, _, slow = room
    slow.let.clear()
    banks.want(key("a"))
    until(lambda: slow.begun == ["a"])
    for name in ("b", "c", "a", "b", "c"):
        banks.want(key(name))
    slow.let.set()
    until(lambda: all(banks.find(key(name)).ended for name in "abc"))
    assert slow.begun == ["a", "c", "b"]


def test_looking_wants_nothing(room: tuple[Banks, Desk, Slow]) -> None:
    """A page that only watches what there is has nothing made."""
    banks, _, slow = room
    assert banks.find(key("a")) == Made()
    banks.want(key("b"))
    until(lambda: banks.find(key("b")).ended)
    assert slow.begun == ["b"]


def test_what_cannot_be_made_says_why_and_ends(room: tuple[Banks, Desk, Slow]) -> None:
    """The message is the error's; the next bank is made all the same."""
    banks, _, _ = room
    banks.want(key("broken"))
    until(lambda: banks.want(key("broken")).ended)
    assert "It cannot be made." in banks.want(key("broken")).message
    banks.want(key("a"))
    until(lambda: banks.want(key("a")).points == POINTS)


def test_only_so_many_banks_are_kept(room: tuple[Banks, Desk, Slow]) -> None:
    """The oldest goes, and is made again when it is wanted again."""
    banks, _, _ = room
    names = [f"s{k}" for k in range(KEPT + 1)]
    for name in names:
        banks.want(key(name))
        until(lambda name=name: banks.want(key(name)).ended)
    assert banks.want(key(names[0])).points == 0


def test_a_bank_that_is_waited_for_is_never_let_go(room: tuple[Banks, Desk, Slow]) -> None:
    """More pages than banks are kept, each with a choice of its own: every bank is made, once."""
    banks, _, slow = room
    slow.let.clear()
    names = [f"s{k}" for k in range(2 * KEPT)]
    for name in names:
        banks.want(key(name))
    slow.let.set()
    until(lambda: len(slow.made) == POINTS * len(names))
    assert sorted(slow.begun) == sorted(names)


def test_the_library_has_something_to_turn() -> None:
    """What the page offers first has all six sliders."""
    assert len(settings("E06000065", load_scenario("no-wrong-door").name)) == 6

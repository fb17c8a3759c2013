"""What changes by itself is looked at again between a page's own events, and only while it changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread, current_thread
from typing import Any

import reacton
import solara
from solara.server.kernel import Kernel
from solara.server.kernel_context import VirtualKernelContext

from dashboards.pages.following import use_following
from dashboards.pages.shell import part

#: No sooner than this a wait is given up, seconds.
LONG = 60.0


class Seen:
    """What is followed: one thing after another, the last of them for good."""

    def __init__(self, *told: object) -> None:
        self.left = list(told)
        self.asked = 0

    def __call__(self) -> tuple[object, bool]:
        """Return the next."""
        self.asked += 1
        found = self.left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found, bool(self.left)


@contextmanager
def opened(see: Any, look: Any, on: object = True, shown: object = None) -> Iterator[Any]:
    """Open a page that follows, and close it."""

    @solara.component
    def Page() -> solara.Element:  # noqa: N802
        use_following(see, look, 0.0, on, shown=shown)
        return part("p", ["there"])

    _, context = reacton.render(Page(), handle_error=False)
    try:
        yield context
    finally:
        context.close()


def looks(see: Seen, shown: object = None) -> list[object]:
    """Return what was handed on, from the first to the last."""
    found: list[object] = []
    ended, last = Event(), see.left[-1]

    def look(now: object) -> None:
        found.append(now)
        if now == last:
            ended.set()

    with opened(see, look, shown=shown):
        assert ended.wait(LONG)
    return found


def test_each_change_is_handed_on_once() -> None:
    """What stays as it was is not told again, and nobody asks after the last."""
    see = Seen("a", "a", "b", "b", "c")
    assert looks(see) == ["a", "b", "c"]
    assert see.asked == 5


def test_what_is_shown_already_is_not_handed_on() -> None:
    """The first look tells nothing when the page shows that."""
    assert looks(Seen("a", "b"), shown="a") == ["b"]


def test_nothing_is_followed_without_something_to_follow() -> None:
    """Nobody is asked."""
    see = Seen("a")
    with opened(see, lambda _: None, on=None):
        pass
    assert see.asked == 0


def test_a_closed_page_is_not_followed() -> None:
    """The thread of a page that was closed ends, though there would be more to see."""
    threads: list[Thread] = []
    begun = Event()

    def see() -> tuple[int, bool]:
        threads.append(current_thread())
        begun.set()
        return 0, True

    with opened(see, lambda _: None):
        assert begun.wait(LONG)
    threads[0].join(LONG)
    assert not threads[0].is_alive()


def test_no_look_is_made_during_an_event() -> None:
    """A look holds what the library holds while it takes an event: nobody else gets it meanwhile."""
    context = VirtualKernelContext(id="k", kernel=Kernel(), session_id="s")
    got: list[bool] = []
    ended = Event()

    def look(_: object) -> None:
        def take() -> None:
            got.append(context.lock.acquire(blocking=False))

        other = Thread(target=take)
        other.start()
        other.join()
        ended.set()

    with context, opened(Seen("a"), look):
        assert ended.wait(LONG)
    assert got == [False]


def test_a_fault_is_raised_where_the_page_can_tell_it() -> None:
    """What cannot be seen does not end in silence: whoever holds the part that follows hears of it."""
    told: list[str] = []
    ended = Event()

    @solara.component
    def Following() -> solara.Element:  # noqa: N802
        use_following(Seen(ZeroDivisionError("of it")), lambda _: None, 0.0, True)
        return part("p", ["there"])

    @solara.component
    def Page() -> solara.Element:  # noqa: N802
        fault, _ = solara.use_exception()
        if fault is None:
            return Following()
        told.append(str(fault))
        ended.set()
        return part("p", ["a fault"])

    _, context = reacton.render(Page(), handle_error=False)
    assert ended.wait(LONG)
    context.close()
    assert told[0] == "of it"

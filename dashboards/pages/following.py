"""Looking again at what changes by itself, between the page's own events and never during one."""

from collections.abc import Callable
from contextlib import nullcontext
from threading import Event, Thread

import solara
from solara.server.kernel_context import get_current_context, has_current_context


def use_following[T](
    see: Callable[[], tuple[T, bool]],
    look: Callable[[T], None],
    every: float,
    on: object,
    *,
    shown: T | None = None,
) -> None:
    """Hand on what there is to see whenever it has changed, until it changes no more.

    Parameters
    ----------
    see
        Returns what is there now, and whether it may still change; called in a thread of its own.
    every
        Seconds between two looks.
    on
        What is followed: another begins anew, `None` ends it.
    shown
        What the page shows already.

    Raises
    ------
    Exception
        What `see` raised, when the page is gone through next.
    """
    failed: Exception | None
    failed, fail = solara.use_state(None)

    def begin() -> Callable[[], None] | None:
        if on is None:
            return None
        ended = Event()
        told = (see, _between(look), _between(fail), every, shown, ended)
        Thread(target=_follow, args=told, name="following", daemon=True).start()
        return ended.set

    solara.use_effect(begin, [on])
    if failed is not None:
        raise failed


def _follow[T](
    see: Callable[[], tuple[T, bool]],
    look: Callable[[T], None],
    fail: Callable[[Exception], None],
    every: float,
    shown: T | None,
    ended: Event,
) -> None:
    before, goes_on = shown, True
    try:
        while goes_on and not ended.is_set():
            now, goes_on = see()
            if now != before:
                before = now
                look(now)
            if goes_on:
                ended.wait(every)
    except Exception as fault:  # noqa: BLE001 - raised again where the page can tell it
        fail(fault)


def _between[T](tell: Callable[[T], None]) -> Callable[[T], None]:
    """Return what tells between a page's events: it holds what the library holds while it takes one.

    A page gone through while an event of its own sets its address would put the older address back.
    """
    held = get_current_context().lock if has_current_context() else nullcontext()

    def told(now: T) -> None:
        with held:
            tell(now)

    return told

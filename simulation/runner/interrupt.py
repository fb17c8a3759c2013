"""Turn Ctrl-C into a question the runner asks, so that it never cuts a write in half.

A program that called `mind_termination` takes SIGTERM, by which systems end programs, as Ctrl-C.
"""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_told_to_end = threading.Event()


def mind_termination() -> None:
    """Take SIGTERM as Ctrl-C from now on; called once, by the program in its main thread."""
    signal.signal(signal.SIGTERM, _end)


def told_to_end() -> bool:
    """Tell whether SIGTERM came: the program then leaves with another code."""
    return _told_to_end.is_set()


def _end(number: int, frame: FrameType | None) -> None:
    _told_to_end.set()
    signal.default_int_handler(number, frame)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed, or SIGTERM came where it is minded.

    A second one raises KeyboardInterrupt at once. Outside the main thread, or where the
    program handles Ctrl-C itself, nothing changes and the answer stays no.
    """
    pressed = threading.Event()
    ours = threading.current_thread() is threading.main_thread()
    if not ours or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield pressed.is_set
        return

    def note(number: int, frame: FrameType | None) -> None:
        if number == signal.SIGTERM:
            _told_to_end.set()
        if pressed.is_set():
            signal.default_int_handler(number, frame)
        pressed.set()

    minded = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in minded}
    taken = [number for number in minded if before[number] in (signal.default_int_handler, _end)]
    for number in taken:
        signal.signal(number, note)
    try:
        yield pressed.is_set
    finally:
        for number in taken:
            signal.signal(number, before[number])


@contextmanager
def shielded() -> Iterator[None]:
    """Ignore Ctrl-C for the moment a worker is born.

    A process inherits this on most systems; without it, Ctrl-C would reach a worker that is
    still importing and make it die with a traceback on the user's screen.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)

"""How fast runs finish and how long they still take, from the runs finished so far."""

import math
from dataclasses import dataclass

#: Below this many seconds a count of them only flickers.
MOMENT = 2.5
#: Up to this many seconds each is named; above, multiples of five are.
SINGLE = 10
MINUTE = 60
#: From here on minutes are counted, "about a minute" ending before.
MINUTES = 90


@dataclass(frozen=True)
class Mark:
    """Note how many runs were finished at a moment, in seconds of any clock."""

    done: int
    at: float


class Pace:
    """Follow how fast runs finish; one thread notes, any may ask.

    What was finished when it was first told took no time here: it came from the store. Fewer finished
    than before, or of another number, is something else that began.
    """

    def __init__(self) -> None:
        self._span: tuple[Mark, Mark, int] | None = None

    def note(self, done: int, total: int, now: float) -> None:
        """Take `done` of `total` runs as finished at the moment `now`."""
        mark = Mark(done, now)
        first, last, of = self._span or (mark, mark, total)
        goes_on = done >= last.done and total == of
        self._span = (first if goes_on else mark, mark, total)

    def rate(self) -> float | None:
        """Return how many runs finish a second; None before one has finished here."""
        if self._span is None:
            return None
        first, last, _ = self._span
        took = last.at - first.at
        return (last.done - first.done) / took if took and last.done > first.done else None

    def left(self, now: float) -> float | None:
        """Return the seconds that are left at a moment; None before a run has finished here."""
        if self._span is None:
            return None
        first, last, total = self._span
        if last.done == first.done:
            return None
        each = (last.at - first.at) / (last.done - first.done)
        return max(0.0, each * (total - last.done) - (now - last.at))


def in_words(seconds: float) -> str:
    """Write a time that is left, as roughly as it is known."""
    if seconds < MOMENT:
        return "a moment left"
    if seconds <= SINGLE:
        return f"about {math.ceil(seconds)} seconds left"
    rounded = 5 * math.ceil(seconds / 5)
    if rounded < MINUTE:
        return f"about {rounded} seconds left"
    if seconds < MINUTES:
        return "about a minute left"
    return f"about {round(seconds / MINUTE)} minutes left"

"""Find where an average that is known with an error crosses nothing: an interval, never a point alone.

Every value is tried on the same futures, so that two readings differ by what the value does and not
by luck. What is not known is how far the whole curve lies off; that error is each reading's own.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

#: Readings one search may take, its ends and the present value among them.
MOST: Final = 10
#: A bracket this narrow, as a share of the whole scale, is not narrowed further.
NARROW: Final = 0.005


@dataclass(frozen=True)
class Reading:
    """Hold what one value gives: how much is lacking (0 or less: enough), and the interval of that."""

    value: float
    mean: float
    low: float
    high: float

    @property
    def enough(self) -> bool:
        """Tell whether it is surely enough."""
        return self.high <= 0.0

    @property
    def lacking(self) -> bool:
        """Tell whether it surely is not."""
        return self.low > 0.0


class Verdict(StrEnum):
    """What a search found."""

    CROSSING = "crossing"
    NEVER = "never"
    ALWAYS = "always"
    UNTOLD = "untold"
    BENT = "bent"


@dataclass(frozen=True)
class Found:
    """Hold where it begins to be enough.

    Attributes
    ----------
    at, low, high
        The crossing of the average, and the values between which it lies as far as the error goes;
        None without a crossing. An end that is a bound of the search may lie beyond it.
    more
        Whether it takes that value or more; otherwise it, or less.
    readings
        All that were taken, by value.
    """

    verdict: Verdict
    readings: tuple[Reading, ...]
    at: float | None = None
    low: float | None = None
    high: float | None = None
    more: bool = False


@dataclass(frozen=True)
class Scale:
    """Say between which values to search, and how to go from one to another.

    Parameters
    ----------
    low, high
        Bounds.
    whole
        Whether only whole numbers make sense.
    """

    low: float
    high: float
    whole: bool = False

    def place(self, value: float) -> float:
        """Return where a value stands: by its logarithm where all are above 0."""
        return math.log(value) if self.low > 0.0 else value

    def value(self, place: float) -> float:
        """Return the value at a place, within the bounds."""
        value = math.exp(place) if self.low > 0.0 else place
        value = round(value) if self.whole else value
        return min(max(float(value), self.low), self.high)

    @property
    def length(self) -> float:
        """Return how far the bounds lie apart."""
        return self.place(self.high) - self.place(self.low)


def search(read: Callable[[float], Reading], now: float, scale: Scale) -> Found:
    """Return where it begins to be enough, between two bounds.

    Parameters
    ----------
    read
        Returns what a value gives; the same value gives the same.
    now
        The value as it is.
    scale
        Where to look.
    """
    known: dict[float, Reading] = {}

    def at(value: float) -> Reading:
        if value not in known:
            known[value] = read(value)
        return known[value]

    now = min(max(now, scale.low), scale.high)
    _look_around(at, known, now, scale)
    if (verdict := _without_crossing(_sorted(known))) is not None:
        return Found(verdict, _sorted(known))
    _narrow(at, known, _bracket(_sorted(known), now), scale)
    _sharpen(at, known, scale)
    readings = _sorted(known)
    if _is_bent(readings):
        return Found(Verdict.BENT, readings)
    if not any(one.enough for one in readings):
        # The average crosses, and luck alone may have made it do so.
        return Found(Verdict.UNTOLD, readings)
    more = readings[-1].mean <= 0.0
    middle, ends = _crossing(readings, scale, "mean"), _ends(readings, scale)
    return Found(Verdict.CROSSING, readings, middle, *ends, more)


def _look_around(
    at: Callable[[float], Reading], known: dict[float, Reading], now: float, scale: Scale
) -> None:
    """Read both bounds and the present value, and halfway between them where these show no crossing."""
    for value in (scale.low, now, scale.high):
        at(value)
    if _without_crossing(_sorted(known)) is None:
        return
    # What is best somewhere in the middle would be missed by the ends alone.
    for first, second in pairwise(sorted(known)):
        if (halfway := _between(first, second, scale)) is not None:
            at(halfway)


def _sorted(known: dict[float, Reading]) -> tuple[Reading, ...]:
    return tuple(known[value] for value in sorted(known))


def _without_crossing(readings: Sequence[Reading]) -> Verdict | None:
    """Return what the first readings say where there is no crossing to look for; None where there is."""
    if _is_bent(readings):
        return Verdict.BENT
    enough = [one.mean <= 0.0 for one in readings]
    if not any(enough):
        return Verdict.NEVER if all(one.lacking for one in readings) else Verdict.UNTOLD
    if all(enough):
        return Verdict.ALWAYS if all(one.enough for one in readings) else Verdict.UNTOLD
    return None


def _is_bent(readings: Sequence[Reading]) -> bool:
    """Tell whether the average surely goes both up and down: then one crossing says nothing.

    Two readings are told apart by their errors as if these were independent, though they share
    their futures: what is called bent is so.
    """
    up = down = False
    for i, first in enumerate(readings):
        for second in readings[i + 1 :]:
            apart = math.hypot(_half(first), _half(second))
            up |= second.mean - first.mean > apart
            down |= first.mean - second.mean > apart
    return up and down


def _half(one: Reading) -> float:
    return (one.high - one.low) / 2.0


def _bracket(readings: Sequence[Reading], now: float) -> tuple[Reading, Reading]:
    """Return the two neighbours between which the average crosses, nearest to what it is now."""
    crossings = [
        (first, second)
        for first, second in pairwise(readings)
        if (first.mean <= 0.0) != (second.mean <= 0.0)
    ]
    return min(crossings, key=lambda two: min(abs(two[0].value - now), abs(two[1].value - now)))


def _narrow(
    at: Callable[[float], Reading],
    known: dict[float, Reading],
    bracket: tuple[Reading, Reading],
    scale: Scale,
) -> None:
    """Close in on the crossing: by straight lines, or the middle where these close in slowly."""
    first, second = bracket
    halve = False
    while len(known) < MOST - 2:
        a, b = scale.place(first.value), scale.place(second.value)
        if abs(b - a) <= NARROW * scale.length:
            return
        share = 0.5 if halve else first.mean / (first.mean - second.mean)
        share = min(max(share, 0.05), 0.95)
        value = scale.value(a + share * (b - a))
        if value in known:
            halfway = _between(first.value, second.value, scale)
            if halfway is None:
                return
            value = halfway
        middle = at(value)
        before = abs(b - a)
        if (middle.mean <= 0.0) == (first.mean <= 0.0):
            first = middle
        else:
            second = middle
        halve = abs(scale.place(second.value) - scale.place(first.value)) > before / 2.0
        if abs(middle.mean) <= _half(middle) / 4.0:
            return


def _between(first: float, second: float, scale: Scale) -> float | None:
    """Return the value midway between two, None where whole numbers leave none."""
    middle = scale.value((scale.place(first) + scale.place(second)) / 2.0)
    return None if middle in (first, second) else middle


def _sharpen(at: Callable[[float], Reading], known: dict[float, Reading], scale: Scale) -> None:
    """Read where the ends of the interval seem to lie, so that they rest on readings near them."""
    for part in ("low", "high"):
        place = _crossing(_sorted(known), scale, part)
        if place is not None and len(known) < MOST:
            at(scale.value(scale.place(place)))


def _ends(readings: Sequence[Reading], scale: Scale) -> tuple[float, float]:
    """Return the values between which it begins to be enough, as far as the error goes."""
    more = readings[-1].mean <= 0.0
    surely, surely_not = _crossing(readings, scale, "high"), _crossing(readings, scale, "low")
    far = scale.high if more else scale.low
    near = scale.low if more else scale.high
    ends = (far if surely is None else surely, near if surely_not is None else surely_not)
    return min(ends), max(ends)


def _crossing(readings: Sequence[Reading], scale: Scale, part: str) -> float | None:
    """Return where a part of the readings crosses 0 on straight lines between them; None: nowhere.

    Of whole numbers it is the first, coming from where it is not enough, at which it is.
    """
    for first, second in pairwise(readings):
        a, b = getattr(first, part), getattr(second, part)
        if (a <= 0.0) == (b <= 0.0):
            continue
        if scale.whole:
            return _whole(first, second, a, b)
        share = a / (a - b)
        place = scale.place(first.value)
        return scale.value(place + share * (scale.place(second.value) - place))
    return None


def _whole(first: Reading, second: Reading, a: float, b: float) -> float:
    """Return the whole number on the side where it is enough, between two readings."""
    value = first.value + (second.value - first.value) * a / (a - b)
    return math.ceil(value) if b <= 0.0 else math.floor(value)

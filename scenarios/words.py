"""Numbers in plain words: "about 23 fewer", "£1.2m less", "too small to matter"."""

import math
from collections.abc import Sequence

from scenarios.verdict import FEWER

#: Comparing words by kind of measure: (when lower, when higher).
_PAIRS = {"time": ("less", "more"), "money": ("less", "more"), "share": ("lower", "higher")}
_COUNTS = ("fewer", "more")
_POINTS = " points"
#: Averages of at least this size are written without tenths.
_WHOLE_FROM = 9.95
_MILLION, _THOUSAND = 1_000_000, 1_000


def number(value: float, kind: str) -> str:
    """Write a level as a table does: 412, 8.3, £12.3m, 9.1%."""
    if not math.isfinite(value):
        return "not known"
    if kind == "money":
        return _pounds(value)
    if kind == "share":
        return f"{100 * value:.1f}%"
    return _plain(value)


def signed(value: float, kind: str) -> str:
    """Write a difference with its sign, a true minus and no sign for nothing: −23, +£0.4m, 0."""
    text = size(value, kind)
    return signed_as(value, text) if math.isfinite(value) else text


def signed_as(value: float, size: str) -> str:
    """Put a difference's sign before its size in words, unless that is nothing."""
    return size if is_nothing(size) else ("−" if value < 0 else "+") + size


def is_nothing(size: str) -> bool:
    """Tell whether a size in words comes to nothing as it is rounded: 0, 0.0, £0."""
    return not any(c in "123456789" for c in size)


def _size(value: float, kind: str) -> str:
    """Write the size of a difference, small counts always to a tenth so that columns agree."""
    small = kind != "money" and 0 < abs(value) < _WHOLE_FROM
    return f"{abs(value):.1f}" if small else number(abs(value), kind)


def size(value: float, kind: str) -> str:
    """Write the size that matters: 10.5, £250k, 0.5 points."""
    return points(value) if kind == "share" else _size(value, kind)


def signed_range(low: float, high: float, kind: str) -> str:
    """Write a range of differences for a table: −40 to +3.2."""
    first, last = signed(low, kind), signed(high, kind)
    return f"{first.removesuffix(_POINTS) if kind == 'share' else first} to {last}"


def points(value: float) -> str:
    """Write a difference of shares, without its sign, in percentage points."""
    return f"{100 * abs(value):.1f}{_POINTS}"


def direction(value: float, kind: str) -> str:
    """Say which way a difference goes: fewer or more, less or more, lower or higher."""
    lower, higher = _PAIRS.get(kind, _COUNTS)
    return lower if value < 0 else higher


def amount(value: float, kind: str, step: float) -> str:
    """Write the size of a difference rounded to `step`, without its sign."""
    size = abs(value)
    # Halves go up: to the even neighbour, as `round` has them, one end of a range would move inwards.
    rounded = math.floor(size / step + 0.5) * step if step > 0 else size
    if kind == "money" and rounded >= _MILLION <= step:
        # Tenths of a million would be finer than the rounding.
        return f"£{rounded / _MILLION:,.0f}m"
    return points(rounded) if kind == "share" else number(rounded, kind)


def step_for(low: float, high: float, kind: str) -> float:
    """Choose the rounding a range supports: its width over ten, as a power of ten.

    Counts of children and events are never cut finer than one.
    """
    width = high - low
    step = 10.0 ** math.floor(math.log10(width / 10)) if width > 0 else 0.0
    return step if kind in ("money", "share", "time") else max(step, 1.0)


def about(mean: float, low: float, high: float, kind: str) -> str:
    """Write a difference as prose: "about 23 fewer (5 to 40 fewer)".

    `low` and `high` bound the range of outcomes.
    """
    if mean == low == high == 0:
        return "no difference"
    step = step_for(low, high, kind)
    if step and not round(mean / step):
        lower, higher = _PAIRS.get(kind, _COUNTS)
        return f"on average neither {lower} nor {higher} ({span(low, high, kind)})"
    size = amount(mean, kind, step)
    return f"about {size} {direction(mean, kind)} ({span(low, high, kind)})"


def span(low: float, high: float, kind: str) -> str:
    """Write a range of differences: "5 to 40 fewer" or "4 fewer to 12 more"."""
    step = step_for(low, high, kind)
    if low < 0 < high:
        return (
            f"{amount(low, kind, step)} {direction(low, kind)} to "
            f"{amount(high, kind, step)} {direction(high, kind)}"
        )
    near, far = sorted((low, high), key=abs)
    first, last = amount(near, kind, step), amount(far, kind, step)
    reach = last if first == last else f"{first} to {last}"
    return f"{reach} {direction(far, kind)}"


def period(years: int) -> str:
    """Say how long a horizon is: one year, 5 years."""
    return "one year" if years == 1 else f"{years} years"


def verdict(found: str, kind: str, judgement: str | None = None) -> str:
    """Write a verdict as tables and charts do: "less (better)", "cannot be told".

    Parameters
    ----------
    found
        One of `scenarios.verdict.VERDICTS`.
    kind
        Kind of measure: what is not counted by heads is less, not fewer.
    judgement
        "better" or "worse", where the direction is one or the other.
    """
    word = "less" if found == FEWER and kind in _PAIRS else found
    return f"{word} ({judgement})" if judgement else word


def percent(share: float | None) -> str:
    """Write a share of variance: 62%, or a dash when there is nothing to share out."""
    return "–" if share is None or not math.isfinite(share) else f"{100 * share:.0f}%"


def shares(parts: Sequence[float | None]) -> str:
    """Write shares of a variance that add up: "34 / 41 / 25%", or a dash when they are not known."""
    if any(part is None for part in parts):
        return "–"
    return f"{' / '.join(f'{100 * part:.0f}' for part in parts if part is not None)}%"


def _plain(value: float) -> str:
    whole = abs(value) >= _WHOLE_FROM or value == int(value)
    text = f"{abs(value):,.0f}" if whole else f"{abs(value):.1f}"
    return f"−{text}" if value < 0 and text.strip("0.") else text


def _pounds(value: float) -> str:
    sign, size = ("−" if value < 0 else ""), abs(value)
    if size >= 0.9995 * _MILLION:
        return f"{sign}£{size / _MILLION:,.1f}m"
    if size >= 0.9995 * _THOUSAND:
        return f"{sign}£{size / _THOUSAND:,.0f}k"
    return f"{sign}£{size:,.0f}"

"""What the register holds: one published, derived, assumed or elicited figure, and its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

type Value = float | tuple[Value, ...]
"""A number, or numbers in tuples nested as deep as the parameter's shape."""

KINDS: Final = ("measured", "derived", "assumed", "elicited")
LABELS: Final = ("universal", "local", "scenario")
GRADES: Final = ("", "A", "B", "C", "D")
DISTRIBUTIONS: Final = ("fixed", "lognormal", "normal", "beta", "uniform", "triangular")

INTERVALS: Final[dict[str, tuple[float, float]]] = {
    "90% range": (0.05, 0.95),
    "95% interval": (0.025, 0.975),
    "80% range": (0.1, 0.9),
    "bounds": (0.0, 1.0),
}
"""What low and high mean: the two probabilities at which the distribution passes through them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one figure with everything needed to judge it.

    Parameters
    ----------
    id
        Snake-case identifier, the same as the parameter's name when it feeds one.
    says
        One sentence a reader can check against the source.
    value
        Central value (the median when it is drawn); a tuple for a list.
    unit
        Unit in words ("children", "per year", "hazard ratio").
    low, high
        Ends of the interval, shaped like ``value`` or single numbers.
    interval_meaning
        A key of `INTERVALS`: what ``low`` and ``high`` are.
    distribution
        One of `DISTRIBUTIONS`; ``fixed`` is never drawn.
    relative
        Whether ``low`` and ``high`` are multiples of ``value`` (handy for lists).
    items
        Names of the entries of a list, outermost dimension.
    denominator, period, place
        Among whom, when and where.
    source
        Key into sources.toml; empty only for an assumption that says so in ``arithmetic``.
    locator
        Row of the evidence tables or table and row of the source.
    kind
        One of `KINDS`.
    label
        One of `LABELS`: true everywhere, of one authority, or set by a scenario.
    arithmetic
        How a derived figure was computed, or why an assumed one was chosen.
    used_by
        Modules, TOML files or parameters that read it, besides the parameter of the same name.
    grade
        Evidence grade of an effect (A randomised trial to D description), else empty.
    topic
        File of the register that holds it.
    """

    id: str
    says: str
    value: Value
    unit: str
    low: Value | None = None
    high: Value | None = None
    interval_meaning: str = ""
    distribution: str = "fixed"
    relative: bool = False
    items: tuple[str, ...] = ()
    denominator: str = ""
    period: str = ""
    place: str = ""
    source: str = ""
    locator: str = ""
    kind: str = "measured"
    label: str = "universal"
    arithmetic: str = ""
    used_by: tuple[str, ...] = ()
    grade: str = ""
    topic: str = ""

    @property
    def is_drawn(self) -> bool:
        """Tell whether the figure varies between parameter draws."""
        return self.distribution != "fixed"


@dataclass(frozen=True, slots=True)
class Source:
    """Hold one entry of the bibliography (sources.toml)."""

    key: str
    title: str
    author: str
    year: str
    url: str
    licence: str
    retrieved: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Say what is wrong with one figure or parameter."""

    name: str
    rule: str
    says: str

    def __str__(self) -> str:
        return f"{self.name}: {self.says}"


def frozen(value: Any) -> Any:
    """Return a value with its lists and arrays as tuples, so that it can be asked for again."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return tuple(map(frozen, value)) if isinstance(value, list | tuple) else value


def leaves(value: Value) -> Iterator[float]:
    """Yield the numbers of a value, outermost first."""
    if isinstance(value, tuple):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def shape_of(value: Value) -> tuple[int, ...]:
    """Return the shape of a value, () for a number.

    Raises
    ------
    ValueError
        When the parts of a list differ in shape.
    """
    if not isinstance(value, tuple):
        return ()
    shapes = {shape_of(part) for part in value}
    if len(shapes) != 1:
        raise ValueError("the parts of a list must have one shape")
    return (len(value), *shapes.pop())


def bounds(figure: Figure) -> tuple[Value, Value] | None:
    """Return the interval in the figure's own unit, shaped like its value, or None without one."""
    if figure.low is None or figure.high is None:
        return None
    return _spread(figure.low, figure), _spread(figure.high, figure)


def _spread(end: Value, figure: Figure) -> Value:
    if figure.relative:
        return _multiply(figure.value, end)
    return end if isinstance(end, tuple) else _fill(figure.value, end)


def _multiply(value: Value, factor: Value) -> Value:
    if isinstance(value, tuple):
        factors = factor if isinstance(factor, tuple) else (factor,) * len(value)
        return tuple(_multiply(v, f) for v, f in zip(value, factors, strict=True))
    if isinstance(factor, tuple):
        raise ValueError("an interval must be shaped like its value")
    return value * factor


def _fill(value: Value, end: float) -> Value:
    return tuple(_fill(part, end) for part in value) if isinstance(value, tuple) else end

"""Where things stand in a picture of guesses and futures, as coordinates for a template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from statistics import median
from typing import Any, Final

from scenarios import words

LEFT: Final = 72
RIGHT: Final = 724
TOP: Final = 16
BOTTOM: Final = 336
#: Width of a dot, and where the line stands between guesses (above) and futures (below).
DOT: Final = 12
LEVEL: Final = 170
#: How high dots may stand.
ROOM: Final = 132


@dataclass(frozen=True)
class Frame:
    """Turn years and amounts into places in the picture.

    Attributes
    ----------
    years
        How many years the picture shows, from its first 31 March on.
    least, most
        Ends of the amounts.
    """

    years: float
    least: float
    most: float

    def x(self, year: float) -> float:
        """Return how far to the right the end of a year stands, 1 being the first."""
        return round(LEFT + (RIGHT - LEFT) * (year - 1) / max(self.years - 1, 1), 1)

    def y(self, amount: float) -> float:
        """Return how far down an amount stands."""
        return round(BOTTOM - (BOTTOM - TOP) * self._share(amount), 1)

    def across(self, amount: float) -> float:
        """Return how far to the right an amount stands, where amounts go across."""
        return round(LEFT + (RIGHT - LEFT) * self._share(amount), 1)

    def line(self, amounts: Sequence[float]) -> str:
        """Return a line of an amount a year as a path."""
        return "M" + " L".join(f"{self.x(k)} {self.y(v)}" for k, v in enumerate(amounts, 1))

    def band(self, low: Sequence[float], high: Sequence[float]) -> str:
        """Return what lies between two lines as a path."""
        back = (f"{self.x(k)} {self.y(v)}" for k, v in reversed(list(enumerate(high, 1))))
        return f"{self.line(low)} L{' L'.join(back)} Z"

    def axis(self, kind: str) -> list[dict[str, Any]]:
        """Return round amounts of a kind of measure and where they stand."""
        return [
            {"says": words.number(one, kind), "x": self.across(one), "y": self.y(one)}
            for one in ticks(self.least, self.most)
        ]

    def dates(self, base: int) -> list[dict[str, Any]]:
        """Return each 31 March and where it stands."""
        return [{"says": str(base + k), "x": self.x(k)} for k in range(1, int(self.years) + 1)]

    def stacked(self, amounts: Iterable[tuple[str, float]], up: int) -> list[dict[str, Any]]:
        """Return a dot for every amount; equal ones stand on each other, upwards or (-1) downwards."""
        columns: dict[int, list[str]] = {}
        for whose, amount in amounts:
            columns.setdefault(round(self.across(amount) / DOT), []).append(whose)
        highest = max(map(len, columns.values()), default=1)
        # As tall as a picture is: many equal ones stand closer.
        apart = min(DOT, ROOM / highest)
        return [
            {"whose": one, "x": column * DOT, "y": round(LEVEL - up * (8 + apart * k), 1)}
            for column, of in sorted(columns.items())
            for k, one in enumerate(of)
        ]

    def _share(self, amount: float) -> float:
        return min(max((amount - self.least) / (self.most - self.least), 0.0), 1.0)


def middle(guesses: Mapping[str, Sequence[float]]) -> list[float]:
    """Return the middle guess, point by point; nothing where nobody guessed."""
    return [round(median(at), 2) for at in zip(*guesses.values(), strict=False)]


def ticks(least: float, most: float) -> list[float]:
    """Return round amounts from one end of an axis to the other, five to twelve of them."""
    size = 10.0 ** floor(log10((most - least) / 2))
    step = next(one for one in (size / 2, size, 2 * size) if (most - least) / one <= 10)
    return [round(k * step, 10) for k in range(ceil(least / step), floor(most / step) + 1)]

"""Several numbers in one field, as one writes them: with commas between."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboards.pages.fields import Given, basics

#: Letters that are read.
_LONGEST: Final = 400
_BETWEEN: Final = re.compile(r"[,;\s]+")


@dataclass(frozen=True, kw_only=True)
class Numbers(Given):
    """Choose numbers within bounds, `least` to `most` of them; of none at all only where none are usual."""

    bounds: tuple[float, float]
    least: int
    most: int
    whole: bool

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Return the numbers as they are written, or the usual ones with a note."""
        if wanted is None or wanted == self.usual:
            return self.usual
        found = self.read(wanted) if isinstance(wanted, str) else None
        if found is not None:
            return written(found)
        instead = f"{self.usual} is used" if self.usual else "it is left out"
        notes.append(f"“{self.label}” takes {self._rule()}, so {instead}.")
        return self.usual

    def read(self, text: str) -> list[float] | None:
        """Return the numbers of a text; None where they are not what may be said."""
        try:
            found = [float(one) for one in _BETWEEN.split(text[:_LONGEST].strip(" ,;"))]
        except ValueError:
            return None
        low, high = self.bounds
        fit = all(math.isfinite(one) and low <= one <= high for one in found)
        if not fit or not self.least <= len(found) <= self.most:
            return None
        if not self.whole:
            return found
        return [int(one) for one in found] if all(one == int(one) for one in found) else None

    def _rule(self) -> str:
        low, high = self.bounds
        count = f"{self.least}" if self.least == self.most else f"{self.least} to {self.most}"
        return f"{count} {'whole ' if self.whole else ''}numbers from {low:g} to {high:g}, with commas between"

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        hint = "; ".join(filter(None, (self._rule(), self.hint)))
        return basics(self, "text") | {"wide": False, "hint": hint}

    def said(self, value: str) -> str:
        """Return them in words."""
        return f"{self.label.lower()} {value}" if value else ""

    def words(self, value: str) -> list[str]:
        """Return them as on the command line: they are part of the scenario that is handed out."""
        return []


def written(numbers: Sequence[float]) -> str:
    """Return numbers as one writes them."""
    return ", ".join(f"{one:.12g}" for one in numbers)

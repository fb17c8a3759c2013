"""What is asked for: a measure, and by how much it should differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scenarios import words
from scenarios.amount import amount_of
from scenarios.usual import MONEY
from simulation.errors import DoorwaysError
from simulation.names import hint, nearest
from simulation.outcomes.measure import Measure
from simulation.outcomes.measures import BY_NAME, MEASURES

LISTED: Final = "'doorways measures' lists them."


@dataclass(frozen=True)
class Target:
    """Say which measure is to differ by how much over the whole period.

    Parameters
    ----------
    measure
        Which one.
    amount
        By how much; below 0 is fewer. A share of the baseline if `relative`.
    relative
        Whether the amount is a share of the baseline's average.
    """

    measure: Measure
    amount: float
    relative: bool = False

    @property
    def way(self) -> int:
        """Return +1 where the amount or more is asked for, -1 where it or less is."""
        if self.amount == 0.0:
            return self.measure.better
        return 1 if self.amount > 0.0 else -1

    def lacking(
        self, difference: NDArray[np.float64], baseline: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return how much is lacking in each pair; 0 or less is enough. Shape (pairs,).

        A share is taken of each pair's own baseline, so that the error of both is in it.
        """
        wanted = self.amount * (baseline if self.relative else 1.0)
        return (wanted - difference) * self.way

    @property
    def says(self) -> str:
        """Return what is asked for, in words after "for"."""
        label = self.measure.label
        if self.measure.name == MONEY and self.amount == 0.0:
            return "it to pay for itself for the council"
        if self.amount == 0.0:
            return f"“{label}” to be no {'higher' if self.way < 0 else 'lower'} than without it"
        size = (
            f"{100 * abs(self.amount):g}%"
            if self.relative
            else words.size(abs(self.amount), self.measure.kind)
        )
        return f"“{label}” to {'rise' if self.way > 0 else 'fall'} by {size} or more"


def target_of(text: str) -> Target:
    """Read ``MEASURE`` or ``MEASURE=AMOUNT``, such as ``entries=-10%`` or ``cost_council=-£1m``.

    Raises
    ------
    DoorwaysError
        When there is no such measure, several are meant, or the amount is none.
    """
    name, equals, amount = text.partition("=")
    measure = measure_of(name.strip())
    if not equals:
        return _checked(Target(measure, 0.0), text)
    found = amount_of(amount)
    if found is None:
        rule = "After the measure stands a number, or a percentage of the baseline, with its sign."
        raise DoorwaysError("needed", text, rule, "Write for example care_entries=-10%.")
    return _checked(Target(measure, found.value, relative=found.is_share), text)


def _checked(target: Target, text: str) -> Target:
    """Refuse what says no direction: no difference in a measure of which neither is better."""
    if target.way == 0:
        rule = f"Neither more nor fewer is better of “{target.measure.label}”."
        raise DoorwaysError("needed", text, rule, f"Say how much: {target.measure.name}=-10%.")
    return target


def measure_of(name: str) -> Measure:
    """Return the measure of a name, or the only one whose name ends in it."""
    by_name: Mapping[str, Any] = {one.name: one for one in MEASURES}
    if name in BY_NAME:
        return by_name[name]  # type: ignore[no-any-return]
    ending = [one for one in MEASURES if name and one.name.endswith(f"_{name}")]
    if len(ending) == 1:
        return ending[0]
    if ending:
        step = f"Choose one of {', '.join(one.name for one in ending)}."
        raise DoorwaysError("measure", name, "Several measures end in it.", step)
    step = hint(name, by_name) if nearest(name, by_name) else LISTED
    raise DoorwaysError("measure", name, "There is no such measure.", step)

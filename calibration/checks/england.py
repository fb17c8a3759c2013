"""Does the baseline reproduce England? Every target beside all councils' simulated year."""

from dataclasses import dataclass
from math import hypot, log
from typing import Final

import numpy as np

from calibration.fitting.patterns.catalogue import statistics
from calibration.fitting.patterns.england import england_counts, shown
from calibration.fitting.targets.load import england_targets
from calibration.fitting.targets.target import NINETY, Target
from simulation.runner.execution import USUAL, Execution

#: Year whose 31 March runs start from; their first year is the one most targets are of.
START: Final = 2023
SEED: Final = 1
#: Shares of targets that must be inside, fitted and held out.
LEAST: Final = {"fit": 0.9, "hold": 0.8}
_SAME: Final = 0.005


@dataclass(frozen=True)
class CheckRow:
    """Hold one line of the table: what was published, what came out, and whether it will do.

    Attributes
    ----------
    target
        The target.
    simulated
        All councils together at central values.
    low, high
        What it may be: the published value with its allowance and chance, 90% of the time.
    """

    target: Target
    simulated: float
    low: float
    high: float

    @property
    def ratio(self) -> float:
        """Return simulated over published."""
        return self.simulated / self.target.value

    @property
    def inside(self) -> bool:
        """Return whether what came out may be."""
        return self.low <= self.simulated <= self.high

    @property
    def verdict(self) -> str:
        """Return in words how far off it is."""
        off = self.ratio - 1.0
        if abs(off) < _SAME:
            return "the same"
        more, fewer = ("higher", "lower") if self.target.is_share else ("more", "fewer")
        words = f"{abs(off):.1%} {more if off > 0 else fewer}"
        return words if self.inside else f"{words}: outside"


def row(target: Target, simulated: float) -> CheckRow:
    """Return the line of one target."""
    wide = np.exp(NINETY * hypot(target.discrepancy_sd, target.noise_sd))
    return CheckRow(target, simulated, float(target.value / wide), float(target.value * wide))


def run(execution: Execution = USUAL) -> list[CheckRow]:
    """Simulate two years from 31 March 2023 for every council and return the table.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    """
    counted = england_counts(START, SEED, execution)
    names, logs = list(statistics()), shown(counted)
    return [row(one, float(np.exp(logs[names.index(one.measure)]))) for one in england_targets()]


def share_inside(rows: list[CheckRow], role: str) -> float:
    """Return the share of one role's targets that are inside."""
    own = [one.inside for one in rows if one.target.role == role]
    return float(np.mean(own))


def distance(one: CheckRow) -> float:
    """Return how far off a row is, in half-widths of what is allowed."""
    return abs(log(one.ratio)) / log(one.high / one.target.value)

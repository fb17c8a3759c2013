"""One round of the fit of England's levels: where it stands, and how a level moves towards what was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from agents.codes import Placement
from calibration.fitting.england.counted import Counted
from calibration.fitting.patterns.record import Floats

type Levels = Mapping[str, Floats]

_MOST_CHANGE: Final = 2.0
#: Band of those of 16 and over.
OLDEST: Final = 4


@dataclass(frozen=True)
class Step:
    """Hold one round: the levels so far, what they gave, what was published, how boldly to move."""

    old: Levels
    seen: Counted
    goal: Counted
    power: float

    def ratio(self, name: str) -> Floats:
        """Return how the levels behind one array should move, in the array's shape."""
        return moved(self.goal[name], self.seen[name], self.power)

    def share_ratio(self, name: str) -> Floats:
        """Return the same for counts out of others, kept as pairs."""
        goal, seen = self.goal[name].T, self.seen[name].T
        return moved(goal[0] / goal[1], seen[0] / seen[1], self.power)


def moved(wanted: Floats | float, seen: Floats | float, power: float) -> Floats:
    """Return the factor that moves a level; 1 where either is 0."""
    wanted, seen = np.asarray(wanted, float), np.asarray(seen, float)
    usable = (wanted > 0) & (seen > 0)
    ratio = np.where(usable, wanted, 1.0) / np.where(usable, seen, 1.0)
    return np.asarray(np.clip(ratio, 1 / _MOST_CHANGE, _MOST_CHANGE) ** power)


def by_kind(factors: Floats, groups: Mapping[str, tuple[Placement, ...]]) -> Floats:
    """Return factors of groups as factors of kinds, shape (kinds, ...); 1 for kinds in none."""
    spread = np.ones((len(Placement), *factors.shape[1:]))
    for i, kinds in enumerate(groups.values()):
        spread[[int(k) for k in kinds]] = factors[i]
    return spread

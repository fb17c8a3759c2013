"""Which replicates share what: beliefs, the luck of the years, or nothing but the scenario.

Replicates 2j and 2j+1 share parameter draw j. Of every other pair both have the same luck of the
years too, so that what differs inside it is the luck of the children alone; inside the others it is
both. That is enough to tell the three apart, and keeps as many draws as pairs.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.intp]
type Floats = NDArray[np.float64]

#: Replicates that share one parameter draw.
PAIR: Final = 2


@dataclass(frozen=True)
class Groups:
    """Say which replicates belong together.

    Attributes
    ----------
    of
        Number of the group of each replicate, from 0, shape (replicates,).
    first
        The first replicate of each group, shape (groups,).
    size
        How many replicates each has, shape (groups,).
    """

    of: Ints
    first: Ints
    size: Floats

    @cached_property
    def squared(self) -> float:
        """Return the sum of the squares of their sizes."""
        return float(np.sum(self.size**2))

    def means(self, x: Floats) -> Floats:
        """Return the mean of each group, shape (groups,)."""
        return np.bincount(self.of, weights=x) / self.size


def groups_of(labels: Ints) -> Groups:
    """Return the groups of replicates that have one label."""
    _, first, of = np.unique(labels, return_index=True, return_inverse=True)
    return Groups(of, first, np.bincount(of).astype(float))


@dataclass(frozen=True)
class Shared:
    """Say what each replicate shares with others.

    Attributes
    ----------
    draws
        Number of its parameter draw, shape (replicates,).
    years
        Number of its luck of the years, shape (replicates,); who shares it shares the draw.
    central
        Whether all of them have the central parameters.
    """

    draws: Ints
    years: Ints
    central: bool

    @property
    def clusters(self) -> Ints:
        """Return the groups that are independent of each other."""
        return self.years if self.central else self.draws

    @cached_property
    def by_years(self) -> Groups:
        """Return the replicates of each luck of the years."""
        return groups_of(self.years)

    @cached_property
    def by_draws(self) -> Groups:
        """Return the replicates of each draw; with central parameters there is one."""
        return groups_of(np.zeros_like(self.draws) if self.central else self.draws)

    @cached_property
    def nested(self) -> tuple[Ints, float]:
        """Return the draw of each luck of the years, shape (lucks,), and the sum of its squared size over the draw's."""
        years, draws = self.by_years, self.by_draws
        above = draws.of[years.first]
        return above, float(np.sum(years.size**2 / draws.size[above]))


def shared_by(replicates: Ints, *, central: bool) -> Shared:
    """Return what replicates of these numbers share."""
    draws = replicates // PAIR
    together = draws % PAIR == 0
    return Shared(draws, np.where(together, draws * PAIR, replicates), central)

"""Which replicates share what: beliefs, the luck of the years, or nothing but the scenario.

Replicates 2j and 2j+1 share parameter draw j. Of every other pair both have the same luck of the
years too, so that what differs inside it is the luck of the children alone; inside the others it is
both. That is enough to tell the three apart, and keeps as many draws as pairs.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

type Ints = NDArray[np.intp]

#: Replicates that share one parameter draw.
PAIR: Final = 2


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


def shared_by(replicates: Ints, *, central: bool) -> Shared:
    """Return what replicates of these numbers share."""
    draws = replicates // PAIR
    together = draws % PAIR == 0
    return Shared(draws, np.where(together, draws * PAIR, replicates), central)

"""A ridge regression: how much of a change goes with what was known, shrunk to nothing."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
#: As if so many more councils had been seen in which nothing went with anything: a sixth of England.
PENALTY: Final = 25.0
_TINY: Final = 1e-9


@dataclass(frozen=True)
class Ridge:
    """Hold slopes on columns in units of their spread, shape (columns,)."""

    scale: Floats
    slopes: Floats

    def __call__(self, columns: Floats) -> Floats:
        """Return what is expected, shape (rows,), for columns that are already centred."""
        return np.asarray(columns / self.scale @ self.slopes)


def ridge(columns: Floats, target: Floats, weights: Floats, penalty: float = PENALTY) -> Ridge:
    """Return the ridge regression of a target on columns, both centred already.

    Parameters
    ----------
    columns, target
        Shapes (rows, columns) and (rows,).
    weights
        How much each row tells, shape (rows,); only their proportions count.
    penalty
        Rows without any relation that are added, as it were.
    """
    weights = weights / weights.mean()
    scale = np.maximum(columns.std(axis=0), _TINY)
    scaled = columns / scale
    inner = scaled.T @ (scaled * weights[:, None]) + penalty * np.eye(scaled.shape[1])
    return Ridge(scale, np.linalg.solve(inner, scaled.T @ (weights * target)))

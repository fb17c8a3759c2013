"""How far from home and from their council children of each kind of placement live."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from agents.codes import Placement
from agents.synthesis.authority import AuthorityProfile
from agents.synthesis.care import placement_counts

Floats = NDArray[np.float64]
#: Where the search for a council's scale of distances ends.
_MOST_FAR: Final = 0.95
_MOST_SCALED: Final = 1e4


def far_share(profile: AuthorityProfile, p: Mapping[str, Any], outside: Floats) -> Floats:
    """Return the share placed over 20 miles away, by kind and whether outside the authority.

    A weight is -ln(1 - share) of England; all of a council's are scaled so that they give its own
    published number over the placements it has.

    Parameters
    ----------
    outside
        Share placed outside the authority by kind, shape (kinds,).

    Returns
    -------
    numpy.ndarray
        Shape (kinds, 2); where the weights cannot give that number, as near to it as they can.
    """
    weights = np.asarray(p["synth_far_weight"])
    placed = np.zeros(len(Placement))
    for kind, count in placement_counts(profile, p).items():
        placed[kind] = count
    where = placed[:, None] * np.stack([1.0 - outside, outside], axis=1)
    wanted = min(profile["cla_far"] / profile["cla"], _MOST_FAR) * where.sum()

    def over(scale: float) -> float:
        return float((where * -np.expm1(-scale * weights)).sum() - wanted)

    if wanted <= 0.0:
        return np.zeros_like(weights)
    # A kind of no weight is never far, so that others alone may not make up the number.
    reached = over(_MOST_SCALED) > 0.0
    scale = brentq(over, 0.0, _MOST_SCALED) if reached else _MOST_SCALED
    return np.asarray(-np.expm1(-scale * weights))


def odds_share(weights: Floats, share: float) -> Floats:
    """Return the share by kind whose odds are `weights` times the overall odds."""
    odds = weights * min(share, 0.99) / (1.0 - min(share, 0.99))
    return np.asarray(odds / (1.0 + odds))

"""At which settings a bank of paired runs is made: evenly over all that can be turned, the scenario as it is among them."""

from collections.abc import Sequence
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scenarios.settings.setting import Setting

type Floats = NDArray[np.float64]

#: Of the design; another would do as well.
_SEED: Final = 1
#: What can be turned over more than this many times itself is spread evenly by its logarithm.
_WIDE: Final = 4.0


def points(settings: Sequence[Setting], many: int) -> Floats:
    """Return settings to run at, shape (many, settings): the scenario as it is, then a Sobol sequence.

    Parameters
    ----------
    settings
        What can be turned, at least one.
    many
        How many, at least one.
    """
    from scipy.stats import qmc

    found = [[one.now for one in settings]]
    if many > 1:
        # Sobol sequences come in powers of two; the first of more are those of fewer.
        power = int(np.ceil(np.log2(many)))
        u = qmc.Sobol(len(settings), scramble=True, rng=_SEED).random_base2(power)[: many - 1]
        found += [[_at(one, v) for one, v in zip(settings, row, strict=True)] for row in u.tolist()]
    return np.array(found)


def scaled(settings: Sequence[Setting], values: Floats) -> Floats:
    """Return settings on the scale of the design, 0 to 1 between their ends; shape as `values`."""
    columns = [
        _share(one, column) for one, column in zip(settings, np.atleast_2d(values).T, strict=True)
    ]
    return np.stack(columns, axis=-1)


def _at(one: Setting, u: float) -> float:
    """Return the value at a share of the way from low to high, in steps."""
    if _is_wide(one):
        value = one.low * (one.high / one.low) ** u
    else:
        value = one.low + u * (one.high - one.low)
    stepped = one.low + round((value - one.low) / one.step) * one.step
    return float(min(max(round(stepped, 6), one.low), one.high))


def _share(one: Setting, values: Floats) -> Floats:
    if _is_wide(one):
        return np.log(np.maximum(values, one.low / _WIDE) / one.low) / log(one.high / one.low)
    return (values - one.low) / (one.high - one.low)


def _is_wide(one: Setting) -> bool:
    return one.low > 0 and one.high / one.low > _WIDE

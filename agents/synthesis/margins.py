"""Meeting published margins exactly: integer counts, and who gets which attribute."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_TINY = 1e-12
#: Rounds in which what a chance of 1 leaves over is shared out among the others.
_CAPPED = 8


def largest_remainder(counts: Floats, total: int | None = None) -> Ints:
    """Return non-negative integers near `counts` that add up to `total`, by largest remainder."""
    values = np.maximum(np.asarray(counts, dtype=float), 0.0)
    wanted = round(float(values.sum())) if total is None else total
    if values.sum() <= 0:
        out = np.zeros(values.size, np.int64)
        if out.size:
            out[0] = wanted
        return out
    scaled = values * (wanted / values.sum())
    floor: Ints = np.floor(scaled).astype(np.int64)
    short = wanted - int(floor.sum())
    order = np.argsort(-(scaled - floor), kind="stable")
    floor[order[:short]] += 1
    return floor


def ranked(u: Floats) -> Ints:
    """Return the rows from the smallest number to the largest; of equal ones the first comes first."""
    rows = np.argsort(u)
    sorted_ = u[rows]
    if (sorted_[1:] == sorted_[:-1]).any():
        # Drawn numbers hardly ever are equal, and sorting is six times as fast where order among
        # equals does not matter.
        rows = np.argsort(u, kind="stable")
    return rows.astype(np.int64, copy=False)


def weighted_sample(u: Floats, weights: Floats, count: int) -> Ints:
    """Return `count` rows drawn without replacement with the given weights.

    The rows with the smallest exponential arrival times are taken (Efraimidis and Spirakis 2006);
    rows of weight 0 come last, so that a margin is met even where its weights do not allow it.

    Raises
    ------
    ValueError
        When there are not as many rows.
    """
    if not 0 <= count <= u.size:
        raise ValueError(f"{count} young people cannot be chosen among {u.size}")
    if count == 0:
        return np.zeros(0, np.int64)
    safe = np.maximum(weights, _TINY)
    times = -np.log1p(-u) / safe
    return np.argpartition(times, count - 1)[:count].astype(np.int64)


def evenly(chances: Floats, count: int, start: float) -> Ints:
    """Return `count` places of a row, each with its chance, spread evenly along it.

    Systematic sampling: the chances, scaled to add up to `count`, are laid end to end and every
    whole step from `start` marks one. However the row is cut, each piece gets its expected number to
    within one.

    Parameters
    ----------
    chances
        Relative, shape (n,), n at least `count`.
    count
        How many.
    start
        A number between 0 and 1.
    """
    if count == 0:
        return np.zeros(0, np.int64)
    scaled = np.minimum(chances * (count / chances.sum()), 1.0)
    for _ in range(_CAPPED):
        open_ = scaled < 1.0
        rest = count - np.count_nonzero(~open_)
        if not open_.any() or scaled[open_].sum() <= 0.0:
            break
        scaled[open_] = np.minimum(scaled[open_] * rest / scaled[open_].sum(), 1.0)
    reached = np.cumsum(scaled)
    steps = (np.arange(count) + start) * (reached[-1] / count)
    found: Ints = np.searchsorted(reached, steps, side="right").astype(np.int64)
    return found

"""Who comes into care, and leaves it, on their own account: without brothers and sisters, and without returns.

A council's starts at an age are made of three: children who come on their own account, brothers and
sisters who come along with them, often of another age, and children who come back. Only the first
is what a hazard is set for; the others follow from it. The same holds for leaving care: brothers and
sisters go home together. How many come and go along, and come back, is what simulated England shows.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

Floats = NDArray[np.float64]
#: Of what happens at an age, what is on children's own account is never less than this part.
_LEAST: Final = 0.02
#: A level of what children do on their own account is never so many times more or less than that of all
#: that happens at the age: of a council's few events more would be chance.
_APART: Final = 2.0
_TINY: Final = 1e-9


def on_their_own(events: Floats, along: Floats) -> Floats:
    """Return events a year of children on their own account, by age band, shape (5,).

    Parameters
    ----------
    events
        All of them, by age band, shape (5,).
    along
        Brothers and sisters who come or go along with each, by the child's age and their own,
        shape (5, 5).
    """
    table = np.asarray(along, dtype=float).reshape(events.size, -1)
    own, _ = nnls(np.eye(events.size) + table.T, events)
    # Where those along alone would be more than there are at an age, the others make up the total.
    own = np.maximum(own, _LEAST * events)
    return np.asarray(own * events.sum() / max(float((own + along_with(own, table)).sum()), _TINY))


def own_level(events: Floats, usual: Floats, along: Floats) -> Floats:
    """Return how many times more often children come or go on their own account than usual, by age band, shape (5,).

    Parameters
    ----------
    events, usual
        All events a year by age band, and those that there would be usually, shape (5,).
    along
        As for `on_their_own`.
    """
    plain = events / np.maximum(usual, _TINY)
    there = np.maximum(on_their_own(usual, along), _TINY)
    level = np.clip(on_their_own(events, along) / there, plain / _APART, plain * _APART)
    came = level * there
    return np.asarray(
        level * events.sum() / max(float((came + along_with(came, along)).sum()), _TINY)
    )


def along_with(own: Floats, along: Floats) -> Floats:
    """Return the brothers and sisters who come or go along with some children, by their own age band."""
    return np.asarray(np.asarray(along, dtype=float).reshape(own.size, -1).T @ own)


def without_returns(
    starts: Floats, england: Floats, leaving: float, p: Mapping[str, Any]
) -> Floats:
    """Return the starts a year of children who do not come back, by age band, shape (5,).

    Parameters
    ----------
    starts, england
        All starts a year of a council and of England, by age band, shape (5,).
    leaving
        Exits before 18 over England's: who comes back had left.
    p
        Holds `entry_back`.
    """
    back = np.asarray(p["entry_back"]) * england * leaving
    return np.asarray(np.maximum(starts - back, _LEAST * starts))

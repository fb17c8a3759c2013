"""Which site each referral went to: the log does not say, but its draw has an address."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.draws import between_0_and_1, philox, stream

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: The draws of `simulation.processes.referral`: the process, and what it draws.
_PROCESS, _GATE = stream("referral"), stream("referral/gate")
_WORD, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)


def sites_of(key: Any, uids: Any, counts: Ints, times: Floats, programme: Any) -> Ints:
    """Return the site that was drawn for each referral to a programme, its row from 0.

    Parameters
    ----------
    key
        The two key words of the run's draws.
    uids
        Of the enrolments referred, shape (referrals,).
    counts
        How often each had been referred before, shape (referrals,).
    times
        When, in years, shape (referrals,).
    programme
        Rows of the programme's sites.
    """
    if programme.size == 1:
        return np.zeros(times.size, np.int64)
    # A site that opens or closes at this very moment had its turn before or after; none is referred to then.
    here = (programme.opened <= times[:, None]) & (times[:, None] < programme.closed)
    skip = (_first_uniform(key, uids, counts) * here.sum(axis=1)).astype(np.int64)
    return np.argmax(here.cumsum(axis=1) > skip[:, None], axis=1).astype(np.int64)


def _first_uniform(key: Any, uids: Any, counts: Ints) -> Floats:
    """Return the first of the two numbers of each referral's gate, as the engine drew it."""
    plain = getattr(philox, "py_func", philox)
    number = getattr(between_0_and_1, "py_func", between_0_and_1)
    who = np.asarray(uids).astype(np.uint64)
    occurrence = (_PROCESS + counts.astype(np.uint64)) & _WORD
    a, b, _, _ = plain(who & _WORD, who >> _HALF, _GATE, occurrence, key[0], key[1])
    return np.asarray(number(a, b))

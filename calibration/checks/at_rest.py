"""Does a council stand still? Its mix over five years with practice unchanged, against where it began.

A council that starts to look after as many children as it ceases to has no reason to drift: kinds of
placement, ages, unaccompanied children and places outside the authority should keep their shares
from the first week. What moves them shows that a population is made otherwise than the processes
would leave it. Dated trends are off, what councils as a whole are moving towards, and so is the luck of the years.
`benchmarks/at_rest.py` prints it.
"""

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

import numpy as np
from numpy.typing import NDArray

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.base_year import FITTED
from calibration.beliefs.authorities.load import all_profiles
from calibration.fitting.patterns.standing import MOMENTS, NO_TRENDS, SHARES, followed

Floats = NDArray[np.float64]
YEAR: Final = FITTED
RUNS: Final = 20
#: How far published starts and ends may lie apart, over the ends.
LEVEL: Final = 0.05
#: A share that counts, and how far it may move: of itself, or of the whole if that is more.
LEAST, OF_ITSELF, POINTS = 0.02, 0.1, 0.01
_COLUMNS: Final = ("starts", "ceases", "starts_uasc", "ceases_uasc", "cla_uasc")


@dataclass(frozen=True)
class Drift:
    """Hold how one share of one council moved.

    Attributes
    ----------
    council, share
        Name of the council and of the share (one of `SHARES`).
    began
        Share at the start.
    then
        Share at each of `MOMENTS`, mean of all runs, shape (moments,).
    """

    council: str
    share: str
    began: float
    then: Floats

    @property
    def allowed(self) -> float:
        """Return how far the share may move."""
        return max(OF_ITSELF * self.began, POINTS)

    @property
    def counts(self) -> bool:
        """Return whether the share is large enough to be looked at."""
        return self.began > LEAST

    @property
    def over(self) -> Floats:
        """Return how far it moved over what is allowed, at each moment; above 1 fails."""
        return np.asarray(np.abs(self.then - self.began) / self.allowed)

    @property
    def rests(self) -> bool:
        """Return whether it stood still at every moment."""
        return bool((self.over <= 1.0).all())


def balanced(year: int = YEAR) -> list[AuthorityProfile]:
    """Return the councils whose published starts and ends of a year differ by under a twentieth.

    Those of which one of the numbers was withheld are left out.
    """
    return [
        council
        for council in all_profiles(year)
        if not council.imputed.intersection(_COLUMNS)
        and abs(council["starts"] - council["ceases"]) < LEVEL * council["ceases"]
    ]


def drifts(councils: list[AuthorityProfile], runs: int = RUNS) -> list[Drift]:
    """Return how the shares of some councils move, means of several runs, trends off."""
    tasks = [(council, i, dict(NO_TRENDS)) for council in councils for i in range(runs)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = list(pool.map(followed, *zip(*tasks, strict=True), chunksize=runs))
    means = np.array(found).reshape(len(councils), runs, 1 + len(MOMENTS), -1).mean(axis=1)
    return [
        Drift(council.name, share, float(own[0, i]), own[1:, i])
        for council, own in zip(councils, means, strict=True)
        for i, share in enumerate(SHARES)
    ]

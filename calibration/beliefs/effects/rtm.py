"""Regression to the mean: what councils with the same past would have done without the service.

A council that starts a service because its numbers are high, or rising, tends to come down anyway.
How much is seen in the councils that did nothing: their change from the first period to the second
is regressed on where they stood before.

All rates are logarithms of rates, so that differences are logarithms of ratios.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.errors import DoorwaysError

type Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Untreated:
    """Hold how councils without the service changed, given where they stood before.

    Parameters
    ----------
    mean_change
        Mean change of the log rate.
    slopes
        Change expected for each unit above the mean of the earlier level, and of the earlier rise
        where that was asked for.
    centre
        Mean of level, and of rise.
    covariance
        Of ``slopes``.
    spread
        Standard deviation of one council's change about what is expected (the placebo spread).
    councils
        How many there were.
    """

    mean_change: float
    slopes: Numbers
    centre: Numbers
    covariance: Numbers
    spread: float
    councils: int

    def expected(self, before: Numbers, *, beyond_average: bool = False) -> tuple[float, float]:
        """Return the mean change expected of some councils without the service, and its error.

        Parameters
        ----------
        before
            Log rates of the earlier period, councils by years.
        beyond_average
            Leave out what the average untreated council did: for figures that were already
            divided by the national change.
        """
        distance = _features(before, len(self.slopes)).mean(axis=0) - self.centre
        variance = float(distance @ self.covariance @ distance)
        shared = 0.0 if beyond_average else self.mean_change
        if not beyond_average:
            variance += self.spread**2 / self.councils
        return shared + float(distance @ self.slopes), variance**0.5


@dataclass(frozen=True, slots=True)
class Corrected:
    """Hold an effect with regression to the mean taken out, on the log scale.

    `expected` is the change untreated councils would have shown, `log_ratio` the effect left when
    that is taken off, `se` its standard error.
    """

    log_ratio: float
    se: float
    expected: float


def untreated(before: Numbers, after: Numbers, *, rising: bool = False) -> Untreated:
    """Fit the change of untreated councils to where they stood before.

    Parameters
    ----------
    before, after
        Log rates, councils by years, in the same order of councils.
    rising
        Also use how much the rate rose over the earlier years, for services taken up by councils
        whose numbers were growing.

    Raises
    ------
    DoorwaysError
        When there are too few councils to fit, or the years for a rise are missing.
    """
    terms = 2 if rising else 1
    if len(before) < terms + 3 or (rising and before.shape[1] < 2):
        raise DoorwaysError(
            "councils without the service",
            f"{len(before)} councils, {before.shape[1]} earlier years",
            f"The fit needs {terms + 3} councils at least, and two earlier years for a rise.",
            "Take a measure with more published years.",
        )
    change = after.mean(axis=1) - before.mean(axis=1)
    features = _features(before, terms)
    centre = features.mean(axis=0)
    design = features - centre
    slopes, *_ = np.linalg.lstsq(design, change - change.mean(), rcond=None)
    residual = change - change.mean() - design @ slopes
    spread = float(np.sqrt(residual @ residual / (len(change) - terms - 1)))
    covariance = spread**2 * np.linalg.inv(design.T @ design)
    return Untreated(float(change.mean()), slopes, centre, covariance, spread, len(change))


def corrected(
    log_ratio: float, before: Numbers, fitted: Untreated, *, beyond_average: bool = False
) -> Corrected:
    """Take the expected change off a published before-and-after figure.

    Parameters
    ----------
    log_ratio
        Mean log ratio, after to before, of the councils with the service.
    before
        Their log rates of the earlier period, councils by years.
    fitted
        How untreated councils changed over the same years.
    beyond_average
        Whether the figure was already divided by the national change.
    """
    expected, error = fitted.expected(before, beyond_average=beyond_average)
    chance = fitted.spread**2 / len(before)
    return Corrected(log_ratio - expected, (error**2 + chance) ** 0.5, expected)


def _features(before: Numbers, terms: int) -> Numbers:
    """Return level and, when two terms are asked for, rise from first to last year."""
    level = before.mean(axis=1)
    columns = [level, before[:, -1] - before[:, 0]]
    return np.stack(columns[:terms], axis=1)

"""How the scatter of a statistic between like runs grows or shrinks with the parameters."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_STEPS: Final = 12
_STEP_LIMIT: Final = 1.0


@dataclass(frozen=True)
class Scatter:
    """Predict the sampling standard deviation of every statistic.

    The log of the variance is linear in the parameters' coordinates, the mean response and its
    square: a count's variance follows its mean, and a share's too, so few terms suffice.

    Parameters
    ----------
    coefficients
        Constant, mean, mean squared, then the coordinates, (3 + p, k).
    centre, width
        Mean and standard deviation of each mean response over the bank, (k,).
    low, high
        Log variances met in the bank: predictions stay between them, (k,).
    """

    coefficients: Floats
    centre: Floats
    width: Floats
    low: Floats
    high: Floats

    def __call__(self, x: Floats, mean: Floats) -> Floats:
        """Return standard deviations, (n, k), from coordinates (n, p) and means (n, k)."""
        standard = (mean - self.centre) / self.width
        c = self.coefficients
        logs = c[0] + c[1] * standard + c[2] * standard**2 + x @ c[3:]
        return np.asarray(np.exp(0.5 * np.clip(logs, self.low, self.high)))


def fit_scatter(x: Floats, mean: Floats, squares: Floats) -> Scatter:
    """Fit the log of the variance by Gamma regression of squared residuals.

    Parameters
    ----------
    x
        Coordinates of the bank's rows, (n, p).
    mean
        Mean response at each row, (n, k).
    squares
        Squared residuals, each over one less its leverage, (n, k).
    """
    centre, width = mean.mean(axis=0), np.maximum(mean.std(axis=0), 1e-12)
    fitted = [
        gamma_regression(design(x, (mean[:, i] - centre[i]) / width[i]), squares[:, i])
        for i in range(mean.shape[1])
    ]
    coefficients = np.array([c for c, _ in fitted]).T
    logs = np.array([log for _, log in fitted]).T
    return Scatter(coefficients, centre, width, logs.min(axis=0), logs.max(axis=0))


def design(x: Floats, standard: Floats) -> Floats:
    """Return the regressors of the log variance of one statistic, (n, 3 + p)."""
    return np.column_stack([np.ones_like(standard), standard, standard**2, x])


def gamma_regression(regressors: Floats, squares: Floats) -> tuple[Floats, Floats]:
    """Return coefficients and fitted logs of E(squares) = exp(regressors @ coefficients).

    Fisher scoring: with a log link the information is the same at every step. A small ridge
    stands in where the mean is itself linear in the coordinates.
    """
    rows, terms = regressors.shape
    floor = max(float(squares.mean()), 1e-300)
    coefficients = np.zeros(terms)
    coefficients[0] = np.log(floor)
    information = regressors.T @ regressors + 1e-3 * rows * np.diag([0.0, *np.ones(terms - 1)])
    solve = np.linalg.inv(information)
    logs = regressors @ coefficients
    for _ in range(_STEPS):
        # Far rows would else overshoot in the first steps.
        push = np.clip(squares * np.exp(-logs) - 1.0, -1.0, 8.0)
        step = solve @ (regressors.T @ push)
        coefficients = coefficients + np.clip(step, -_STEP_LIMIT, _STEP_LIMIT)
        logs = np.clip(regressors @ coefficients, np.log(floor) - 12.0, np.log(floor) + 6.0)
    return coefficients, logs

"""How every statistic of the bank answers to the parameters, and what is left unexplained.

The mean of each statistic is a sparse polynomial; terms that cannot be told from chance are
dropped. What a run shows beyond it is sampling noise, whose size depends on the parameters, and
lack of fit of the polynomial, which no larger place would average away: the two are told apart.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Bank, Flags, Floats, LeftOut, usable
from calibration.joint.inference.basis import (
    NORMAL,
    ROWS_PER_TERM,
    UNIFORM,
    Basis,
    coordinates,
    highest_degree,
    orthonormal,
)
from calibration.joint.inference.noise import Scatter, fit_scatter
from simulation.errors import DoorwaysError

#: Terms smaller than this many standard errors are dropped.
TERM_ERRORS: Final = 2.5
#: Nearest other runs whose residuals are averaged to find lack of fit.
NEIGHBOURS: Final = 24
#: Parameters, the strongest for each statistic, in which runs are near or far.
MOVERS: Final = 4


@dataclass(frozen=True)
class Response:
    """Hold what is to be expected at some parameters; every array is (n, k).

    Parameters
    ----------
    mean
        Mean of each statistic.
    sampling
        Sampling standard deviation.
    error
        Variance of the mean itself: few runs, and the polynomial's lack of fit.
    """

    mean: Floats
    sampling: Floats
    error: Floats


@dataclass(frozen=True)
class Emulator:
    """Predict statistics from parameters; made by `fit_emulator`.

    Parameters
    ----------
    parameters, statistics
        Names; every statistic of the bank keeps its column.
    usable
        Whether each statistic could be used; columns of the others hold zeros, (k,).
    transforms
        "plain", "log" or "logit", for each statistic.
    left_out
        Which rows and statistics were not used, and why.
    u
        Rows of the bank that were used, (n, p).
    basis
        The polynomials.
    coefficients
        Of each term, zero where it was dropped, (q, k).
    scatter
        Sampling standard deviations, from coordinates and means.
    shapes
        Residuals of the rows over their standard deviations, mean square 1, (n, k).
    variance
        Mean residual variance, (k,).
    lack
        Variance of the polynomial's lack of fit, part of `variance`, (k,).
    r2
        Share of each statistic's variance that is predicted in rows left out, (k,).
    """

    parameters: tuple[str, ...]
    statistics: tuple[str, ...]
    usable: Flags
    transforms: tuple[str, ...]
    left_out: LeftOut
    u: Floats
    basis: Basis
    coefficients: Floats
    scatter: Scatter
    shapes: Floats
    variance: Floats
    lack: Floats
    r2: Floats

    def __call__(self, u: Floats) -> Response:
        """Return what one run of the bank would show at each row of `u`, (n, p)."""
        terms = self.basis(u)
        mean = terms @ self.coefficients
        sampling = self.scatter(coordinates(u, self.basis.normal), mean)
        leverage = terms**2 @ (self.coefficients != 0) / len(self.u)
        return Response(mean, sampling, self.variance * leverage + self.lack)


def fit_emulator(bank: Bank) -> Emulator:
    """Fit the response of every usable statistic to the parameters.

    The degree is the highest, up to 5, for which the bank has 20 rows for each term; the
    coordinate of each parameter is the one that predicts left-out rows better.

    Raises
    ------
    DoorwaysError
        When the bank has too few usable rows for straight lines.
    """
    rows, columns, left_out = usable(bank)
    u, stats = bank.u[rows], np.where(columns, bank.stats[rows], 0.0)
    degree = highest_degree(*u.shape)
    if degree == 0:
        raise DoorwaysError(
            "simulation bank",
            len(u),
            f"It needs {ROWS_PER_TERM} usable runs for each of {u.shape[1] + 1} terms.",
            f"Make a bank of at least {ROWS_PER_TERM * (u.shape[1] + 1)} runs.",
        )
    normal = better_coordinates(u, stats[:, columns], min(degree, 2))
    basis = orthonormal(u, normal, degree)
    terms = basis(u)
    coefficients, dropped = sparse(terms, stats)
    mean, kept = terms @ coefficients, coefficients != 0
    residuals = stats - mean
    variance = (residuals**2).sum(axis=0) / (len(u) - kept.sum(axis=0))
    # What each residual would have been, had its own row not been fitted to.
    room = 1 - np.minimum(terms**2 @ kept / len(u), 0.9)
    x, total = coordinates(u, normal), np.maximum(stats.var(axis=0), 1e-300)
    scatter = fit_scatter(x, mean, residuals**2 / room + 1e-12 * total)
    shapes = residuals / np.sqrt(room) / scatter(x, mean)
    size = np.sqrt((shapes**2).mean(axis=0))
    return Emulator(
        parameters=bank.parameters,
        statistics=bank.statistics,
        usable=columns,
        transforms=bank.transforms or ("plain",) * len(bank.statistics),
        left_out=left_out,
        u=u,
        basis=basis,
        coefficients=coefficients,
        scatter=scatter,
        shapes=shapes / np.where(size > 0, size, 1.0),
        variance=variance,
        lack=np.maximum(dropped, local_lack(u, basis, coefficients, residuals)),
        r2=np.where(columns, 1 - ((residuals / room) ** 2).mean(axis=0) / total, 0.0),
    )


def better_coordinates(u: Floats, stats: Floats, degree: int) -> tuple[bool, ...]:
    """Return for each parameter whether its normal quantile predicts better than 2u - 1."""

    def loss(normal: tuple[bool, ...]) -> float:
        # Log of the squared error ahead, summed, so that every statistic counts alike.
        terms = orthonormal(u, normal, degree)(u)
        left = stats - terms @ (terms.T @ stats / len(u))
        ahead = left / (1 - np.minimum((terms**2).sum(axis=1) / len(u), 0.9))[:, np.newaxis]
        return float(np.log((ahead**2).mean(axis=0) + 1e-300).sum())

    chosen: tuple[bool, ...] = (UNIFORM,) * u.shape[1]
    least = loss(chosen)
    for j in range(u.shape[1]):
        other = (*chosen[:j], NORMAL, *chosen[j + 1 :])
        lost = loss(other)
        if lost < least:
            chosen, least = other, lost
    return chosen


def sparse(terms: Floats, stats: Floats) -> tuple[Floats, Floats]:
    """Return coefficients with small ones at zero, and the variance those would have explained.

    On an orthonormal basis a coefficient has the residual variance over the number of rows as
    its own variance, whatever else is in the model, so the excess of the dropped ones' squares
    over that is an unbiased estimate of what was lost with them.
    """
    rows, q = terms.shape
    coefficients = terms.T @ stats / rows
    noise = np.maximum((stats**2).mean(axis=0) - (coefficients**2).sum(axis=0), 0.0) * rows
    error = noise / (rows - q) / rows
    large = coefficients**2 > TERM_ERRORS**2 * error
    large[0] = True
    lost = np.where(large, 0.0, coefficients**2 - error).sum(axis=0)
    return np.where(large, coefficients, 0.0), np.maximum(lost, 0.0)


def local_lack(u: Floats, basis: Basis, coefficients: Floats, residuals: Floats) -> Floats:
    """Return the variance of what residuals of neighbouring runs have in common, (k,).

    Sampling noise of different runs is independent, lack of fit is not: the mean product of a
    run's residual with its neighbours' estimates it. Neighbours are near in the parameters that
    move the statistic, each weighted by the variance its terms explain.
    """
    from scipy.spatial import cKDTree

    # The constant term, the first, moves nothing.
    strength = np.sqrt((basis.powers[1:] > 0).T @ coefficients[1:] ** 2)
    # Neighbours in all of eight dimensions are far apart; few parameters move any one statistic.
    strength *= strength >= np.sort(strength, axis=0)[-MOVERS:][0]
    found = np.zeros(residuals.shape[1])
    for i in np.flatnonzero(strength.any(axis=0)):
        places = u * strength[:, i]
        near = cKDTree(places).query(places, NEIGHBOURS + 1)[1][:, 1:]
        found[i] = (residuals[:, i] * residuals[near, i].mean(axis=1)).mean()
    return np.maximum(found, 0.0)

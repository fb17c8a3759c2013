"""Learned statistics, and the weighted regression that corrects draws for not matching exactly."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Floats
from simulation.errors import DoorwaysError

#: Rows kept for each regressor of the adjustment, as the method needs at least.
ROWS_PER_REGRESSOR: Final = 20
#: With fewer for each regressor the fit follows its own rows' noise, and posteriors come out too narrow.
_ROWS_PER_SQUARE: Final = 40


@dataclass(frozen=True)
class Learned:
    """Turn many statistics into one per parameter: its expected logit, given them.

    Parameters
    ----------
    centre, width
        Mean and standard deviation of each statistic where it was learned, (k,).
    coefficients
        Constant, statistics and, when there were rows enough, their squares, (1 + k or 2k, p).
    """

    centre: Floats
    width: Floats
    coefficients: Floats

    def __call__(self, stats: Floats) -> Floats:
        """Return the learned statistics of each row, (n, p)."""
        squares = len(self.coefficients) > 1 + self.centre.size
        return features((stats - self.centre) / self.width, squares) @ self.coefficients


def features(standard: Floats, squares: bool) -> Floats:
    """Return the regressors: a constant, the statistics and perhaps their squares."""
    parts = [np.ones((len(standard), 1)), standard]
    if squares:
        # Far from where it was learned a square would run away with the answer.
        parts.append(np.clip(standard, -4.0, 4.0) ** 2 - 1.0)
    return np.concatenate(parts, axis=1)


def learn(stats: Floats, logits: Floats) -> Learned:
    """Regress the logits, (n, p), on the statistics, (n, k), and their squares.

    Squares are left out when there are fewer than forty rows for each regressor.
    """
    centre, width = stats.mean(axis=0), np.maximum(stats.std(axis=0), 1e-300)
    squares = len(stats) >= _ROWS_PER_SQUARE * (1 + 2 * stats.shape[1])
    regressors = features((stats - centre) / width, squares)
    return Learned(centre, width, solve(regressors, logits, np.ones(len(stats))))


def solve(regressors: Floats, wanted: Floats, weights: Floats) -> Floats:
    """Return weighted least-squares coefficients, (q, p), with a ridge of one in a billion."""
    weighted = regressors * weights[:, np.newaxis]
    gram = weighted.T @ regressors
    ridge = 1e-9 * np.diag(np.maximum(np.diag(gram), 1e-300))
    return np.asarray(np.linalg.solve(gram + ridge, weighted.T @ wanted))


@dataclass(frozen=True)
class Adjusted:
    """Hold weighted draws from a posterior.

    Parameters
    ----------
    logits
        Adjusted logits, (kept, p).
    weights
        Their weights, summing to 1, (kept,).
    """

    logits: Floats
    weights: Floats

    @property
    def effective(self) -> float:
        """Number of equally weighted draws that tell as much."""
        return float(1.0 / (self.weights**2).sum())

    @property
    def moments(self) -> tuple[Floats, Floats]:
        """Mean, (p,), and covariance, (p, p)."""
        mean = self.weights @ self.logits
        away = self.logits - mean
        return mean, (away * self.weights[:, np.newaxis]).T @ away


def adjust(logits: Floats, learned: Floats, observed: Floats, keep: float) -> Adjusted:
    """Keep the nearest rows and move each to where it would have been, had it matched exactly.

    Distance is in units of the posterior's own covariance, so what the statistics do not tell
    apart does not count. Rows weigh by an Epanechnikov kernel; each logit is moved along the
    local-linear regression on the learned statistics (Beaumont, Zhang and Balding 2002).

    Parameters
    ----------
    logits
        Parameters of the rows, (n, p).
    learned, observed
        Learned statistics of the rows, (n, p), and of the place, (p,).
    keep
        Share of the rows to keep.

    Raises
    ------
    DoorwaysError
        When fewer than 20 rows for each regressor are kept.
    """
    left = logits - learned
    metric = np.linalg.pinv(np.cov(left.T).reshape(left.shape[1], -1), hermitian=True)
    away = learned - observed
    distance = np.einsum("ij,jk,ik->i", away, metric, away)
    kept = np.argsort(distance, kind="stable")[: int(keep * len(logits))]
    needed = ROWS_PER_REGRESSOR * (1 + logits.shape[1])
    if len(kept) < needed:
        raise DoorwaysError(
            "rows kept for the posterior",
            len(kept),
            f"{needed} are needed: {ROWS_PER_REGRESSOR} for each of {1 + logits.shape[1]} terms.",
            "Make a larger bank, keep a larger share or calibrate fewer parameters.",
        )
    kernel = np.maximum(1.0 - distance[kept] / distance[kept[-1]], 0.0) + 1e-12
    regressors = np.column_stack([np.ones(len(kept)), away[kept]])
    slopes = solve(regressors, logits[kept], kernel)[1:]
    return Adjusted(logits[kept] - away[kept] @ slopes, kernel / kernel.sum())

"""What the posterior says the place should have shown, and whether it did."""

from dataclasses import dataclass

import numpy as np

from calibration.joint.inference.bank import Flags, Floats, Observed
from calibration.joint.inference.emulator import Emulator, Response
from calibration.joint.inference.rescale import (
    Seed,
    address,
    noise_covariance,
    place_response,
    place_runs,
)

_SHOW = 11


@dataclass(frozen=True)
class Prediction:
    """Hold posterior-predictive intervals; arrays are (k,) unless said.

    Parameters
    ----------
    statistics
        Names.
    mean, low, high
        Mean and interval of what the place should show, everything below included.
    level
        Probability of the interval.
    parameter, sampling, discrepancy, spread, error
        Standard deviations by source: parameters not known, chance in a place of this size, the
        model being wrong, rounding or suppression, and the emulator's own error.
    inside
        Whether the observed value lies in the interval; false where `compared` is.
    compared
        Whether the statistic was observed and could be used.
    residual
        Observed less mean, over the total standard deviation; nan where not compared.
    surprise
        Share of replicas at least as far from their mean response as what was seen, over all
        compared statistics together: near 0, no parameters explain it.
    """

    statistics: tuple[str, ...]
    mean: Floats
    low: Floats
    high: Floats
    level: float
    parameter: Floats
    sampling: Floats
    discrepancy: Floats
    spread: Floats
    error: Floats
    inside: Flags
    compared: Flags
    residual: Floats
    surprise: float

    @property
    def share_inside(self) -> float:
        """Share of the compared statistics inside their interval; nan when there are none."""
        count = int(self.compared.sum())
        return float(self.inside.sum() / count) if count else float("nan")


def predict(
    emulator: Emulator,
    u: Floats,
    observed: Observed,
    seed: Seed = 0,
    level: float = 0.9,
    runs: Floats | None = None,
) -> Prediction:
    """Return posterior-predictive intervals of every statistic, and what was seen beside them.

    Parameters
    ----------
    emulator
        From `fit_emulator`.
    u
        Posterior draws, (n, p).
    observed
        The place: give held-out values to check them; its scale and noise are used.
    seed
        Of the replicas.
    level
        Probability of the intervals.
    runs
        Statistics of real runs of the bank's sample size, one at each row of `u`, (n, k): their
        residuals then take the place of those borrowed from the bank.
    """
    shapes = None
    if runs is not None:
        one = emulator(u)
        shapes = (runs - one.mean) / one.sampling
    replicas = place_runs(emulator, u, observed, address(seed, _SHOW), shapes)
    low, high = np.quantile(replicas, [(1 - level) / 2, (1 + level) / 2], axis=0)
    compared = observed.seen & emulator.usable
    mean, total = replicas.mean(axis=0), np.maximum(replicas.std(axis=0), 1e-300)
    place = place_response(emulator, u, observed)
    width = np.ones(observed.values.shape)
    return Prediction(
        statistics=emulator.statistics,
        mean=mean,
        low=low,
        high=high,
        level=level,
        parameter=place.mean.std(axis=0),
        sampling=np.sqrt((place.sampling**2).mean(axis=0)),
        discrepancy=observed.discrepancy * width,
        spread=observed.spread * width,
        error=np.sqrt(place.error.mean(axis=0)),
        inside=compared & (low <= observed.values) & (observed.values <= high),
        compared=compared,
        residual=np.where(compared, (observed.values - mean) / total, np.nan),
        surprise=surprise(emulator, place, observed, replicas, compared),
    )


def surprise(
    emulator: Emulator, place: Response, observed: Observed, replicas: Floats, compared: Flags
) -> float:
    """Return the share of replicas at least as far from their mean response as what was seen."""
    if not compared.any():
        return float("nan")
    covariance = noise_covariance(emulator, place, observed)[np.ix_(compared, compared)]
    metric = np.linalg.pinv(covariance, hermitian=True)

    def length(stats: Floats) -> Floats:
        away = (stats - place.mean)[:, compared]
        return np.asarray(np.einsum("ij,jk,ik->i", away, metric, away))

    return float((length(replicas) >= length(observed.values)).mean())

"""What the targets say about each parameter, and which of them disagree."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from calibration.joint.inference.bank import Flags, Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.posterior import expit, logit
from calibration.joint.inference.rescale import noise_covariance, place_response

#: Share of the prior variance that must be gone: at 0.5 the standard deviation is 0.71 of the
#: prior's. A thousand draws of the prior itself show 0.00 with a standard error of 0.03.
INFORMED_CONTRACTION, WEAK_CONTRACTION = 0.5, 0.1
#: Or the most prior and posterior may share. A thousand draws of the prior itself share 0.96.
INFORMED_OVERLAP, WEAK_OVERLAP = 0.5, 0.85
#: Two targets disagree when each pulls at least this many posterior standard deviations.
TENSION: Final = 0.5
_BINS: Final = 10
_PRIOR_LOGIT_VARIANCE: Final = np.pi**2 / 3.0


@dataclass(frozen=True)
class Tension:
    """Name two targets that pull one parameter opposite ways, in posterior standard deviations."""

    parameter: str
    up: str
    down: str
    up_pull: float
    down_pull: float


@dataclass(frozen=True)
class Identified:
    """Hold what is known of each parameter.

    Parameters
    ----------
    parameters, statistics
        Names.
    contraction
        1 less posterior over prior variance of u, (p,).
    overlap
        Area that prior and posterior densities of u share, (p,).
    verdicts
        "informed", "weakly informed" or "not informed", (p,).
    correlation
        Of posterior draws of logit u, (p, p).
    pulls
        Posterior mean with a target less without it, in posterior standard deviations, (k, p);
        zero for targets not compared. By the local-linear normal approximation.
    tensions
        Targets that pull against each other, the strongest first.
    """

    parameters: tuple[str, ...]
    statistics: tuple[str, ...]
    contraction: Floats
    overlap: Floats
    verdicts: tuple[str, ...]
    correlation: Floats
    pulls: Floats
    tensions: tuple[Tension, ...]


def identify(emulator: Emulator, u: Floats, observed: Observed) -> Identified:
    """Return what posterior draws `u`, (n, p), say about each parameter.

    A parameter is informed when contraction is at least 0.5 or overlap at most 0.5; weakly
    informed when contraction is at least 0.1 or overlap at most 0.85; otherwise not informed.
    """
    contraction = 1.0 - u.var(axis=0) * 12.0
    shared = np.array([overlap(column) for column in u.T])
    pulls = target_pulls(emulator, u, observed)
    return Identified(
        parameters=emulator.parameters,
        statistics=emulator.statistics,
        contraction=contraction,
        overlap=shared,
        verdicts=tuple(verdict(c, o) for c, o in zip(contraction, shared, strict=True)),
        correlation=np.corrcoef(logit(u).T).reshape(u.shape[1], -1),
        pulls=pulls,
        tensions=tensions(emulator, pulls),
    )


def overlap(u: Floats) -> float:
    """Return the area under both the uniform density and that of the draws, by ten bins."""
    shares = np.histogram(u, bins=_BINS, range=(0.0, 1.0))[0] / len(u)
    return float(np.minimum(shares, 1.0 / _BINS).sum())


def verdict(contraction: float, shared: float) -> str:
    """Return in words how much is known."""
    if contraction >= INFORMED_CONTRACTION or shared <= INFORMED_OVERLAP:
        return "informed"
    if contraction >= WEAK_CONTRACTION or shared <= WEAK_OVERLAP:
        return "weakly informed"
    return "not informed"


def slopes(emulator: Emulator, z: Floats, observed: Observed, step: float = 0.05) -> Floats:
    """Return the derivative of each of the place's means by each logit at `z`, (p,); (k, p)."""
    moves = step * np.eye(z.size)
    up, down = (place_response(emulator, expit(z + m), observed).mean for m in (moves, -moves))
    return np.asarray((up - down).T / (2.0 * step))


def target_pulls(emulator: Emulator, u: Floats, observed: Observed) -> Floats:
    """Return how far each target moves the posterior mean of each logit, (k, p).

    The response is taken as linear around the posterior mean and the prior of each logit as
    normal with the variance of a logistic distribution, pi squared over 3.
    """
    z = logit(u).mean(axis=0)
    place = place_response(emulator, expit(z[np.newaxis]), observed)
    gradient = slopes(emulator, z, observed)
    covariance = noise_covariance(emulator, place, observed)
    seen = np.where(observed.seen, observed.values, 0.0)
    surprise = seen - place.mean[0] + gradient @ z
    compared = observed.seen & emulator.usable
    whole, sd = linear_posterior(gradient, covariance, surprise, compared)
    pulls = np.zeros(gradient.shape)
    for i in np.flatnonzero(compared):
        rest = compared.copy()
        rest[i] = False
        pulls[i] = (whole - linear_posterior(gradient, covariance, surprise, rest)[0]) / sd
    return pulls


def linear_posterior(
    gradient: Floats, covariance: Floats, values: Floats, used: Flags
) -> tuple[Floats, Floats]:
    """Return posterior mean and standard deviation of logits from the used statistics."""
    slope = gradient[used]
    weigh = np.linalg.pinv(covariance[np.ix_(used, used)], hermitian=True)
    spread = np.linalg.inv(
        slope.T @ weigh @ slope + np.eye(gradient.shape[1]) / _PRIOR_LOGIT_VARIANCE
    )
    return spread @ slope.T @ weigh @ values[used], np.sqrt(np.diag(spread))


def tensions(emulator: Emulator, pulls: Floats) -> tuple[Tension, ...]:
    """Return pairs of targets that pull a parameter opposite ways, the strongest first."""
    found = [
        Tension(
            name, emulator.statistics[a], emulator.statistics[b], float(pull[a]), float(pull[b])
        )
        for name, pull in zip(emulator.parameters, pulls.T, strict=True)
        for a in np.flatnonzero(pull >= TENSION)
        for b in np.flatnonzero(pull <= -TENSION)
    ]
    return tuple(sorted(found, key=lambda t: min(t.up_pull, -t.down_pull), reverse=True))
